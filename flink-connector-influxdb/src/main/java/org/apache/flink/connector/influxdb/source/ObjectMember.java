/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

/**
 * A component of a record or a field of a POJO, and what it stands for.
 *
 * @param name in Java
 * @param type in Java
 * @param column the name of the column, where the kind is {@link Kind#COLUMN}
 */
record ObjectMember(String name, Class<?> type, Kind kind, String column) {

    /** What a member can stand for. */
    enum Kind {
        TIME,
        MEASUREMENT,
        TAGS,
        COLUMN
    }

    /** What it stands for, as errors say it. */
    String source() {
        return switch (kind) {
            case TIME -> "the time";
            case MEASUREMENT -> "the measurement";
            case TAGS -> "the tags";
            case COLUMN -> "column '" + column + "'";
        };
    }

    @Override
    public String toString() {
        return type.getSimpleName() + " " + name;
    }
}
