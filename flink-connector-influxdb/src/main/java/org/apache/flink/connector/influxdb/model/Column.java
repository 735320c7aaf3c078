/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;
import java.util.Objects;

/**
 * A column of an answer.
 *
 * @param name as the server spells it; two columns of one answer may share a name if their roles
 *     differ (a tag and a field of one name)
 * @param type of the values
 * @param role what the column is in InfluxDB's data model
 */
@PublicEvolving
public record Column(String name, ColumnType type, ColumnRole role) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(role, "role");
    }

    /** A tag. */
    public static Column tag(String name) {
        return new Column(name, ColumnType.STRING, ColumnRole.TAG);
    }

    /** A field of the given type. */
    public static Column field(String name, ColumnType type) {
        return new Column(name, type, ColumnRole.FIELD);
    }
}
