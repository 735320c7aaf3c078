/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.metrics.Counter;

import java.io.IOException;

/** Hands a row on as a record, then moves the split's position behind it. */
final class InfluxDBRecordEmitter<T> implements RecordEmitter<InfluxDBRow, T, SplitState> {

    private final InfluxDBDeserializationSchema<T> deserializer;
    private final Counter errors;
    private final ReadMetrics metrics;

    InfluxDBRecordEmitter(
            InfluxDBDeserializationSchema<T> deserializer, Counter errors, ReadMetrics metrics) {
        this.deserializer = deserializer;
        this.errors = errors;
        this.metrics = metrics;
    }

    @Override
    public void emitRecord(InfluxDBRow row, SourceOutput<T> output, SplitState split)
            throws IOException {
        T record = deserialize(row, split);
        if (record != null) {
            if (row.hasTimestamp()) {
                output.collect(record, EpochNanos.toMillis(row.timestamp()));
            } else {
                output.collect(record);
            }
        }
        split.advance(row);
        metrics.handedOn();
    }

    private T deserialize(InfluxDBRow row, SplitState split) throws IOException {
        try {
            return deserializer.deserialize(row);
        } catch (IOException | RuntimeException e) {
            errors.inc();
            throw new IOException(
                    "No record can be made of a row in split "
                            + split
                            + ": "
                            + e.getMessage()
                            + ". The row: "
                            + row,
                    e);
        }
    }
}
