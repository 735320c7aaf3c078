/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import java.util.Optional;

/** Answers one behind another. Each is asked for when the one before it has been read. */
final class ChainedCursor implements RowCursor {

    private final Parts parts;
    private volatile RowCursor part = new EmptyCursor();
    private volatile boolean closed;
    private boolean hadRows = true;

    /** What is to be read, part by part. */
    interface Parts {

        /**
         * The next part, or nothing behind the last.
         *
         * @param hadRows whether the part before it, if there was one, had any row
         */
        Optional<RowCursor> next(boolean hadRows) throws InfluxDBException;
    }

    ChainedCursor(Parts parts) {
        this.parts = parts;
    }

    @Override
    public boolean next() throws InfluxDBException {
        while (!part.next()) {
            part.close();
            part = new EmptyCursor();
            Optional<RowCursor> next = parts.next(hadRows);
            if (next.isEmpty()) {
                return false;
            }
            part = next.get();
            hadRows = false;
            if (closed) {
                part.close();
            }
        }
        hadRows = true;
        return true;
    }

    @Override
    public InfluxDBRow row() throws InfluxDBException {
        return part.row();
    }

    @Override
    public void close() {
        closed = true;
        part.close();
    }
}
