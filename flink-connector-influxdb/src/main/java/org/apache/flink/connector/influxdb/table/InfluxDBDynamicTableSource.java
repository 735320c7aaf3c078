/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scans a measurement, or the answer to a query of the user's own.
 *
 * <p>All that the planner pushes down is kept as immutable values, so that a copy shares nothing
 * that can change.
 */
final class InfluxDBDynamicTableSource
        implements ScanTableSource,
                SupportsProjectionPushDown,
                SupportsFilterPushDown,
                SupportsReadingMetadata,
                SupportsSourceWatermark,
                SupportsWatermarkPushDown {

    private final ScanConfig config;
    private final ZoneId sessionZone;

    private ScanColumns columns;
    private DataType producedType;
    private PushedFilters filters = PushedFilters.NONE;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();
    private boolean sourceWatermarks;

    InfluxDBDynamicTableSource(
            ScanConfig config, ScanColumns columns, DataType producedType, ZoneId sessionZone) {
        this.config = config;
        this.columns = columns;
        this.producedType = producedType;
        this.sessionZone = sessionZone;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        columns = columns.project(projectedFields);
        producedType = producedDataType;
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return MetadataColumn.all();
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        columns = columns.withMetadata(MetadataColumn.of(metadataKeys));
        producedType = producedDataType;
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> conditions) {
        if (!config.pushesFilters()) {
            return Result.of(List.of(), conditions);
        }
        PredicateConverter.Converted converted =
                PredicateConverter.convert(
                        conditions, columns.mapping(), sessionZone, config.isUnbounded());
        filters = converted.pushed();
        return converted.result();
    }

    /** Watermarks are made per split: only within a split do the rows come in time order. */
    @Override
    public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
        watermarks = watermarkStrategy;
    }

    /**
     * Watermarks of how far the source has read.
     *
     * @throws ValidationException if the source cannot make them, or Flink could not use them
     */
    @Override
    public void applySourceWatermark() {
        columns.checkSourceWatermark();
        sourceWatermarks = true;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TypeInformation<RowData> type = context.createTypeInformation(producedType);
        return new Provider(
                config.source(columns, filters, sourceWatermarks, type),
                watermarks,
                asSummaryString(),
                config.parallelism());
    }

    @Override
    public DynamicTableSource copy() {
        InfluxDBDynamicTableSource copy =
                new InfluxDBDynamicTableSource(config, columns, producedType, sessionZone);
        copy.filters = filters;
        copy.watermarks = watermarks;
        copy.sourceWatermarks = sourceWatermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return config.summary(columns.mapping());
    }

    private record Provider(
            InfluxDBSource<RowData> source,
            WatermarkStrategy<RowData> watermarks,
            String name,
            Optional<Integer> parallelism)
            implements DataStreamScanProvider {

        @Override
        public DataStream<RowData> produceDataStream(
                ProviderContext context, StreamExecutionEnvironment environment) {
            DataStreamSource<RowData> stream =
                    environment.fromSource(source, watermarks, name, source.getProducedType());
            context.generateUid("influxdb").ifPresent(stream::uid);
            return stream;
        }

        @Override
        public boolean isBounded() {
            return source.getBoundedness() == Boundedness.BOUNDED;
        }

        @Override
        public Optional<Integer> getParallelism() {
            return parallelism;
        }
    }
}
