/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.SimpleCounter;

import java.util.ArrayList;
import java.util.List;

/** Keeps the records that an emitter hands on. */
final class RowOutput<T> implements SourceOutput<T> {

    private final List<T> records = new ArrayList<>();

    /** An emitter without metrics. */
    InfluxDBRecordEmitter<T> emitter(InfluxDBDeserializationSchema<T> deserializer) {
        return new InfluxDBRecordEmitter<>(
                deserializer, new SimpleCounter(), new SimpleCounter(), new ReadMetrics(), false);
    }

    List<T> records() {
        return records;
    }

    @Override
    public void collect(T record) {
        records.add(record);
    }

    @Override
    public void collect(T record, long timestamp) {
        records.add(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
}
