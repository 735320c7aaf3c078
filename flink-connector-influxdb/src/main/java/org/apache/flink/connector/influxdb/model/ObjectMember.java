/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.Internal;

/**
 * A component of a record or a field of a POJO, and what it stands for.
 *
 * @param name in Java
 * @param type in Java
 * @param column the name of the column or tag, where the kind is one of them, else empty
 */
@Internal
public record ObjectMember(String name, Class<?> type, Kind kind, String column) {

    /** What a member can stand for. */
    @Internal
    public enum Kind {
        /** The time of the point. */
        TIME,
        /** The name of the measurement. */
        MEASUREMENT,
        /** All tags. */
        TAGS,
        /** One tag. */
        TAG,
        /** A field; where rows are read, else the tag of its name. */
        COLUMN
    }

    /** What it stands for, as errors say it. */
    public String source() {
        return switch (kind) {
            case TIME -> "the time";
            case MEASUREMENT -> "the measurement";
            case TAGS -> "the tags";
            case TAG -> "tag '" + column + "'";
            case COLUMN -> "column '" + column + "'";
        };
    }

    @Override
    public String toString() {
        return type.getSimpleName() + " " + name;
    }
}
