/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import java.io.Closeable;

/**
 * The rows of an answer, parsed as they stream in. A cursor belongs to one thread, except for
 * {@link #close}.
 */
@Internal
public interface RowCursor extends Closeable {

    /**
     * Goes to the next row, waiting for the server if need be.
     *
     * @return false at the end of an answer that is proved to be complete
     * @throws InfluxDBException if the answer was cut, holds an error, or cannot be read; also
     *     after {@link #close}
     */
    boolean next() throws InfluxDBException;

    /**
     * The row that {@link #next} went to, as an object of its own.
     *
     * @throws InfluxDBException if a value of it cannot be read
     */
    InfluxDBRow row() throws InfluxDBException;

    /**
     * Ends the request at once, without reading the rest of the answer. May be called by any
     * thread, at any time, more than once; a thread that waits in {@link #next} gets an exception.
     */
    @Override
    void close();
}
