/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connector that remembers what became of the filters that the planner sent. Columns named {@code
 * time} are the time, those named {@code tag...} tags.
 */
public final class RecordingTableFactory implements DynamicTableSourceFactory {

    static final String IDENTIFIER = "recording";

    /** What the planner sent last, converted. */
    static final AtomicReference<PredicateConverter.Converted> LAST = new AtomicReference<>();

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        List<TableColumn> columns =
                context.getCatalogTable().getResolvedSchema().getColumns().stream()
                        .map(
                                column ->
                                        new TableColumn(
                                                column.getName(),
                                                column.getDataType().getLogicalType(),
                                                role(column.getName())))
                        .toList();
        return new Source(
                new TableMapping("t", "m", columns), SessionTime.zone(context.getConfiguration()));
    }

    private static ColumnRole role(String name) {
        if (name.equals("time")) {
            return ColumnRole.TIME;
        }
        return name.startsWith("tag") ? ColumnRole.TAG : ColumnRole.FIELD;
    }

    private record Source(TableMapping mapping, ZoneId zone)
            implements ScanTableSource, SupportsFilterPushDown {

        @Override
        public Result applyFilters(List<ResolvedExpression> filters) {
            PredicateConverter.Converted converted =
                    PredicateConverter.convert(filters, mapping, zone, false);
            LAST.set(converted);
            return converted.result();
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return new Nothing();
        }

        @Override
        public DynamicTableSource copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return IDENTIFIER;
        }
    }

    private record Nothing() implements DataStreamScanProvider {

        @Override
        public DataStream<RowData> produceDataStream(
                ProviderContext context, StreamExecutionEnvironment environment) {
            return environment
                    .fromSequence(1, 1)
                    .map(number -> (RowData) new GenericRowData(0))
                    .returns(TypeInformation.of(RowData.class));
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }
}
