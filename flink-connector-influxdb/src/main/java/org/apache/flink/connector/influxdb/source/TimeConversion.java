/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Turns times of InfluxDB, nanoseconds since 1970, into those of a Java type, exactly. */
final class TimeConversion {

    private TimeConversion() {}

    /** The conversion of nanoseconds in a Long to a Java type, if there is one. */
    static Optional<ValueConversion> to(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return Optional.of(nanos -> nanos);
        }
        if (type == Instant.class) {
            return Optional.of(nanos -> EpochNanos.toInstant((Long) nanos));
        }
        return type == LocalDateTime.class
                ? Optional.of(
                        nanos ->
                                LocalDateTime.ofInstant(
                                        EpochNanos.toInstant((Long) nanos), ZoneOffset.UTC))
                : Optional.empty();
    }
}
