/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Says at the end of each batch of a split that it ends, and at the end of the split that all of
 * its range is read: these are the moments for a watermark. One behind each row would cost more
 * than the rows.
 */
final class ReadingWithMarks implements Reading {

    private final Reading reading;
    private final long stop;

    /**
     * Adds the marks to a reading.
     *
     * @param stop where the range of the split ends
     */
    ReadingWithMarks(Reading reading, long stop) {
        this.reading = reading;
        this.stop = stop;
    }

    @Override
    public boolean read(List<SplitElement> elements, BooleanSupplier pause)
            throws InfluxDBException {
        boolean isFinished = reading.read(elements, pause);
        elements.add(isFinished ? new SplitElement.RoundEnd(stop, stop) : SplitElement.BATCH_END);
        return isFinished;
    }

    @Override
    public long nanosToWait(long now) {
        return reading.nanosToWait(now);
    }

    @Override
    public void recover(InfluxDBException fault) throws InfluxDBException {
        reading.recover(fault);
    }

    @Override
    public void close() {
        reading.close();
    }
}
