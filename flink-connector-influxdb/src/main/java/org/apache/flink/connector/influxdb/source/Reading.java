/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.Closeable;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A split that is being read. It belongs to one thread. */
interface Reading extends Closeable {

    /** What {@link #nanosToWait} says of a reading that is under way. */
    long UNDER_WAY = Long.MIN_VALUE;

    /**
     * How long to wait before {@link #read} is called again. The reading with the least is to be
     * served first: it is negative where the time is over, and {@link #UNDER_WAY} while a request
     * is open.
     *
     * @param now by a clock like System.nanoTime
     */
    long nanosToWait(long now);

    /**
     * Reads until it is told to pause, there is nothing more for now, or the end has come. Every
     * row that it adds counts as handed on, also before a fault.
     *
     * @param elements where to add what was read
     * @param pause asked after each row
     * @return whether the split is read to its end
     * @throws InfluxDBException which {@link #recover} may mend
     */
    boolean read(List<SplitElement> elements, BooleanSupplier pause) throws InfluxDBException;

    /**
     * Prepares to read on after a fault.
     *
     * @throws InfluxDBException if that has no prospect
     */
    void recover(InfluxDBException fault) throws InfluxDBException;

    /** Ends the open request, if any. The reading can go on afterwards. */
    @Override
    void close();
}
