/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which column of InfluxDB a component of a record, or a field of a POJO, stands for: its name
 * where it is not called the same, for example {@code @InfluxDBColumn("usage_user") double user},
 * and whether it is a tag, for example {@code @InfluxDBColumn(tag = true) String host}.
 */
@PublicEvolving
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface InfluxDBColumn {

    /**
     * The name of a field or tag as the server spells it, or {@code time} for the time of the
     * point. Default: the name in Java.
     */
    String value() default "";

    /**
     * Whether it is a tag, and so a String. Otherwise it is written as a field, and read from the
     * field, else the tag, of this name. Default: no.
     */
    boolean tag() default false;
}
