/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** An answer without rows that no server was asked for. */
final class EmptyCursor implements RowCursor {

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public InfluxDBRow row() {
        throw new IllegalStateException("The cursor stands on no row: there is none");
    }

    @Override
    public void close() {}
}
