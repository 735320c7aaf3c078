/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.List;

/** The answer to {@link InfluxQlDialect#density}: a row for each window that holds points. */
final class InfluxQlDensity implements DensityCursor {

    private final InfluxQlAnswer answer;
    private final List<MeasurementRead.Field> counted;
    private final int fields;
    private final TimeRange range;
    private final long width;

    private TimeRange window;
    private long rows;
    private long values;

    /**
     * A cursor.
     *
     * @param counted the fields that the answer counts
     * @param fields how many fields there are; those that are not counted are thought to have as
     *     many values as the others
     */
    InfluxQlDensity(
            InfluxQlAnswer answer,
            List<MeasurementRead.Field> counted,
            int fields,
            TimeRange range,
            long width) {
        this.answer = answer;
        this.counted = counted;
        this.fields = fields;
        this.range = range;
        this.width = width;
    }

    @Override
    public boolean next() throws InfluxDBException {
        if (!answer.nextRow()) {
            return false;
        }
        window = windowAt((Long) answer.value(false, null));
        rows = 0;
        values = 0;
        for (MeasurementRead.Field field : counted) {
            long ofField = 0;
            for (int i = 0; i < InfluxQlDialect.counted(field).size(); i++) {
                // A type that no shard of the range has counts as null.
                if (answer.value(false, null) instanceof Long count) {
                    ofField += count;
                }
            }
            rows = Math.max(rows, ofField);
            values += ofField;
        }
        values += (fields - counted.size()) * rows;
        return true;
    }

    private TimeRange windowAt(long time) {
        long start = Math.max(time, range.start());
        // Servers give the window in which time begins, in 1677, as that of 1970.
        boolean isCutByTime = range.start() < EpochNanos.MIN + width;
        if (start >= range.stop() || (window == null && isCutByTime)) {
            start = range.start();
        }
        TimeRange rest = range.withStart(start);
        return rest.first(width - Math.floorMod(start, width));
    }

    @Override
    public TimeRange window() {
        return window;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long values() {
        return values;
    }

    @Override
    public boolean isEven() {
        return counted.size() == fields && values == fields * rows;
    }

    @Override
    public void close() {
        answer.close();
    }
}
