/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes sources and sinks of tables with {@code 'connector' = 'influxdb'}. All that is wrong with a
 * table is reported at once.
 */
@Internal
public final class InfluxDBDynamicTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** The value of {@code connector}. */
    public static final String IDENTIFIER = "influxdb";

    /** Inline tables have such names. */
    private static final String ANONYMOUS = "*anonymous";

    private final SchemaLookup schemas;

    /** For Flink, which finds the factory as a service. */
    public InfluxDBDynamicTableFactory() {
        this(SchemaLookup::fromServer);
    }

    InfluxDBDynamicTableFactory(SchemaLookup schemas) {
        this.schemas = schemas;
    }

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return TableOptions.REQUIRED;
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return TableOptions.OPTIONAL;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        ReadableConfig options = options(context);
        List<String> faults = new ArrayList<>();
        ScanConfig.check(options, faults);
        Optional<InfluxDBConnectionOptions> connection = ConnectionConfig.of(options, faults);
        String measurement = measurement(context, options, faults);
        TableMappings mappings = mappings(context, options, faults);
        if (connection.isEmpty() || !faults.isEmpty()) {
            // Whatever else is wrong is worth knowing, but the server need not be asked for it.
            mappings.ofScan(measurement, Set::of);
            throw rejected(context, faults);
        }
        ScanConfig config = new ScanConfig(options, connection.get());
        TableMapping mapping =
                mappings.ofScan(
                        measurement,
                        () ->
                                config.isQuery()
                                        ? Set.of()
                                        : serverTags(context, options, connection.get(), faults));
        ScanColumns columns = ScanColumns.all(mapping, config.isQuery());
        if (faults.isEmpty()) {
            try {
                config.source(
                        columns, PushedFilters.NONE, false, TypeInformation.of(RowData.class));
            } catch (IllegalArgumentException e) {
                faults.add(e.getMessage());
            }
        }
        throwIfAny(context, faults);
        return new InfluxDBDynamicTableSource(
                config,
                columns,
                context.getPhysicalRowDataType(),
                SessionTime.zone(context.getConfiguration()));
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        ReadableConfig options = options(context);
        List<String> faults = new ArrayList<>();
        Optional<InfluxDBConnectionOptions> connection = ConnectionConfig.of(options, faults);
        String measurement = measurement(context, options, faults);
        if (options.getOptional(InfluxDBConnectorOptions.MEASUREMENT_PATTERN).isPresent()) {
            faults.add(
                    "'measurement-pattern' says what to read. To write, leave it out and set"
                            + " 'measurement', which may hold {column} patterns");
        }
        TableMappings mappings = mappings(context, options, faults);
        TableMapping mapping = mappings.ofSink(measurement);
        ColumnPattern measurements = new ColumnPattern("measurement", measurement);
        ColumnPattern buckets =
                new ColumnPattern("bucket", options.get(InfluxDBConnectorOptions.BUCKET));
        measurements.check(
                mapping,
                ", or give the measurement with a column: measurement STRING METADATA",
                faults);
        buckets.check(mapping, "", faults);
        if (options.get(InfluxDBSinkOptions.DELETE_MODE) == DeleteMode.DELETE) {
            mappings.checkDeletes(mapping, List.of(measurements, buckets));
        }
        if (connection.isEmpty() || !faults.isEmpty()) {
            throw rejected(context, faults);
        }
        SinkConfig config = new SinkConfig(options, connection.get());
        try {
            config.sink(mapping, List.of());
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        throwIfAny(context, faults);
        return new InfluxDBDynamicTableSink(config, mapping);
    }

    /** The options, known and readable. */
    private ReadableConfig options(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        List<String> faults = new ArrayList<>();
        TableOptions.check(context.getCatalogTable().getOptions(), helper.getOptions(), faults);
        throwIfAny(context, faults);
        helper.validate();
        return helper.getOptions();
    }

    private static String measurement(
            Context context, ReadableConfig options, List<String> faults) {
        String table = context.getObjectIdentifier().getObjectName();
        Optional<String> measurement = options.getOptional(InfluxDBConnectorOptions.MEASUREMENT);
        if (measurement.isPresent() && measurement.get().isEmpty()) {
            faults.add("'measurement' is empty: name one, or leave it out to use the table's name");
        }
        boolean isPattern =
                options.getOptional(InfluxDBConnectorOptions.MEASUREMENT_PATTERN).isPresent();
        if (measurement.isPresent() && isPattern) {
            faults.add("'measurement' and 'measurement-pattern' are set together: leave out one");
        }
        if (measurement.isEmpty()
                && table.startsWith(ANONYMOUS)
                && !isPattern
                && !ScanConfig.isQuery(options)) {
            faults.add("'measurement' is missing: this table has no name that could stand for it");
        }
        return measurement.orElse(table);
    }

    private static TableMappings mappings(
            Context context, ReadableConfig options, List<String> faults) {
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        return new TableMappings(name(context), schema, options, faults);
    }

    /** Which names are tags, from the server: asked while planning, since it decides the plan. */
    private Set<String> serverTags(
            Context context,
            ReadableConfig options,
            InfluxDBConnectionOptions connection,
            List<String> faults) {
        if (options.getOptional(InfluxDBConnectorOptions.MEASUREMENT_PATTERN).isPresent()) {
            faults.add(
                    "Which columns are tags is not said, and with 'measurement-pattern' the server"
                            + " is not asked, since its measurements may differ. Declare PRIMARY KEY"
                            + " (<tags>, <time>) NOT ENFORCED, or set 'tag.columns'");
            return Set.of();
        }
        String measurement =
                options.getOptional(InfluxDBConnectorOptions.MEASUREMENT)
                        .orElse(context.getObjectIdentifier().getObjectName());
        try {
            return new HashSet<>(
                    schemas.find(
                                    connection,
                                    options.get(InfluxDBConnectorOptions.BUCKET),
                                    measurement)
                            .tags());
        } catch (InfluxDBException e) {
            throw new ValidationException(
                    "Table "
                            + name(context)
                            + " does not say which of its STRING columns are tags, and the server"
                            + " could not be asked: "
                            + e.getMessage()
                            + ". To plan without the server, declare PRIMARY KEY (<tags>, <time>)"
                            + " NOT ENFORCED, or set 'tag.columns'",
                    e);
        }
    }

    private static String name(Context context) {
        return context.getObjectIdentifier().asSummaryString();
    }

    private static void throwIfAny(Context context, List<String> faults) {
        if (!faults.isEmpty()) {
            throw rejected(context, faults);
        }
    }

    private static ValidationException rejected(Context context, List<String> faults) {
        return new ValidationException(
                "Table "
                        + name(context)
                        + " cannot be used:\n  - "
                        + String.join("\n  - ", faults));
    }
}
