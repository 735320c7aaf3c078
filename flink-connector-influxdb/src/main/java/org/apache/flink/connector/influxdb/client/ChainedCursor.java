/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** One answer behind another. Requests are sent when they are first read. */
final class ChainedCursor implements RowCursor {

    private final RowCursor first;
    private final RowCursor second;
    private boolean firstEnded;

    ChainedCursor(RowCursor first, RowCursor second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public boolean next() throws InfluxDBException {
        if (!firstEnded && first.next()) {
            return true;
        }
        firstEnded = true;
        return second.next();
    }

    @Override
    public InfluxDBRow row() throws InfluxDBException {
        return firstEnded ? second.row() : first.row();
    }

    @Override
    public void close() {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
