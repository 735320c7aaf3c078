/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a table can have as {@code METADATA} columns, readable and writable. */
enum MetadataColumn {
    /** The measurement's name. Written, it goes before the option {@code measurement}. */
    MEASUREMENT("measurement", DataTypes.STRING()),
    /** All tags of the point. Written, it adds tags that are no columns. */
    TAGS("tags", DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.STRING())),
    /**
     * All fields of the point, their values in the notation of line protocol, so that their types
     * survive. Written, it adds fields that are no columns.
     */
    FIELDS("fields", DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.STRING()));

    private final String key;
    private final DataType type;

    MetadataColumn(String key, DataType type) {
        this.key = key;
        this.type = type;
    }

    /** All of them, as Flink wants them listed. */
    static Map<String, DataType> all() {
        Map<String, DataType> all = new LinkedHashMap<>();
        for (MetadataColumn column : values()) {
            all.put(column.key, column.type);
        }
        return all;
    }

    /** Those of the given keys, in that order. */
    static List<MetadataColumn> of(List<String> keys) {
        return keys.stream().map(MetadataColumn::of).toList();
    }

    private static MetadataColumn of(String key) {
        for (MetadataColumn column : values()) {
            if (column.key.equals(key)) {
                return column;
            }
        }
        throw new IllegalArgumentException("No such metadata: " + key);
    }
}
