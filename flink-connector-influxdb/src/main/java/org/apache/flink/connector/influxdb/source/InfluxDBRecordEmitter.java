/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.metrics.Counter;

import java.io.IOException;

/** Hands a row on as a record, then moves the split's position behind it. */
final class InfluxDBRecordEmitter<T> implements RecordEmitter<SplitElement, T, SplitState> {

    private final InfluxDBDeserializationSchema<T> deserializer;
    private final Counter records;
    private final Counter errors;
    private final ReadMetrics metrics;
    private final boolean sourceWatermarks;

    /**
     * An emitter.
     *
     * @param records counts each element that comes in; those that are no new row are taken off
     * @param sourceWatermarks whether to emit watermarks where a batch or a round ends
     */
    InfluxDBRecordEmitter(
            InfluxDBDeserializationSchema<T> deserializer,
            Counter records,
            Counter errors,
            ReadMetrics metrics,
            boolean sourceWatermarks) {
        this.deserializer = deserializer;
        this.records = records;
        this.errors = errors;
        this.metrics = metrics;
        this.sourceWatermarks = sourceWatermarks;
    }

    @Override
    public void emitRecord(SplitElement element, SourceOutput<T> output, SplitState split)
            throws IOException {
        if (element instanceof SplitElement.Row of) {
            if (split.isNew(of.row())) {
                emit(of.row(), output, split);
            } else {
                records.dec();
            }
            return;
        }
        records.dec();
        if (element instanceof SplitElement.RoundEnd round) {
            split.end(round);
        } else if (element instanceof SplitElement.Restart) {
            split.restart();
        }
        if (sourceWatermarks) {
            output.emitWatermark(split.watermark());
        }
    }

    private void emit(InfluxDBRow row, SourceOutput<T> output, SplitState split)
            throws IOException {
        T record = deserialize(row, split);
        if (record != null) {
            if (row.hasTimestamp()) {
                output.collect(record, EpochNanos.toMillis(row.timestamp()));
            } else {
                output.collect(record);
            }
        }
        if (split.isLate(row)) {
            metrics.foundLate();
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
