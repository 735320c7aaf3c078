/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

import java.util.List;
import java.util.Map;

/** Writes rows as points: a point with the same measurement, tags and time is overwritten. */
final class InfluxDBDynamicTableSink implements DynamicTableSink, SupportsWritingMetadata {

    private final SinkConfig config;
    private final TableMapping mapping;
    private List<MetadataColumn> metadata = List.of();

    InfluxDBDynamicTableSink(SinkConfig config, TableMapping mapping) {
        this.config = config;
        this.mapping = mapping;
    }

    /**
     * Insert-only where nothing but inserts come: else the planner would ask for an ON CONFLICT
     * clause where the key of the rows is not the table's (Flink 2.3). A table without PRIMARY KEY
     * takes updates as well: tags and time tell its points apart.
     */
    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return requestedMode.containsOnly(RowKind.INSERT)
                ? ChangelogMode.insertOnly()
                : ChangelogMode.upsert();
    }

    @Override
    public Map<String, DataType> listWritableMetadata() {
        return MetadataColumn.all();
    }

    @Override
    public void applyWritableMetadata(List<String> metadataKeys, DataType consumedDataType) {
        metadata = MetadataColumn.of(metadataKeys);
        boolean changesIdentity =
                metadata.contains(MetadataColumn.TAGS)
                        || metadata.contains(MetadataColumn.MEASUREMENT);
        if (config.isDeleting() && changesIdentity) {
            throw new ValidationException(
                    "Table "
                            + mapping.table()
                            + " cannot be written with 'sink.delete.mode' = 'delete': its metadata"
                            + " columns 'measurement' and 'tags' are part of what tells points"
                            + " apart and not of its PRIMARY KEY, so that what is to be deleted is"
                            + " not known. Make columns of the tags, and set 'measurement', which"
                            + " may hold {column} patterns");
        }
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return SinkV2Provider.of(config.sink(mapping, metadata), config.parallelism().orElse(null));
    }

    @Override
    public DynamicTableSink copy() {
        InfluxDBDynamicTableSink copy = new InfluxDBDynamicTableSink(config, mapping);
        copy.metadata = metadata;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "InfluxDB measurement " + mapping.measurement();
    }
}
