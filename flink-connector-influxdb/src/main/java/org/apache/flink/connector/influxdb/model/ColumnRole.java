/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

/** What a column of an answer is in InfluxDB's data model. */
@PublicEvolving
public enum ColumnRole {
    /** The time of the point. A row carries it apart from its values. */
    TIME,
    /** The measurement's name. */
    MEASUREMENT,
    /** A tag: part of the point's identity, always a string. */
    TAG,
    /** A field: a value of the point. */
    FIELD,
    /** Anything else that a query of the user's own can answer with, such as {@code _start}. */
    OTHER
}
