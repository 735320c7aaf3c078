/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.table.types.logical.LogicalType;

import java.io.Serializable;

/**
 * A physical column of a table.
 *
 * @param name in SQL and in InfluxDB
 * @param type in SQL
 * @param role TIME, TAG or FIELD
 */
record TableColumn(String name, LogicalType type, ColumnRole role) implements Serializable {

    private static final long serialVersionUID = 1L;

    boolean isTag() {
        return role == ColumnRole.TAG;
    }

    boolean isField() {
        return role == ColumnRole.FIELD;
    }

    boolean isTime() {
        return role == ColumnRole.TIME;
    }
}
