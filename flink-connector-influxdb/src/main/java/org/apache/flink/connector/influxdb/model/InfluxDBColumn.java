/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the column of InfluxDB that a component of a record, or a field of a POJO, stands for,
 * where it is not called the same: for example {@code @InfluxDBColumn("usage_user") double user}.
 */
@PublicEvolving
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface InfluxDBColumn {

    /**
     * The name of a field or tag as the server spells it, or {@code time} for the time of the
     * point. Not empty.
     */
    String value();
}
