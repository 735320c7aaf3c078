/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.config.TableConfigOptions;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** Times without zone, as a session understands them. */
final class SessionTime {

    /** No zone has ever put its clock by more than a day. */
    private static final Duration AROUND_A_TRANSITION = Duration.ofDays(2);

    private SessionTime() {}

    /** The zone of {@code table.local-time-zone}. */
    static ZoneId zone(ReadableConfig session) {
        String zone = session.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return TableConfigOptions.LOCAL_TIME_ZONE.defaultValue().equals(zone)
                ? ZoneId.systemDefault()
                : ZoneId.of(zone);
    }

    /** The instant of a time in UTC. */
    static Instant utc(LocalDateTime wall) {
        return wall.toInstant(ZoneOffset.UTC);
    }

    /**
     * The instant of a time in a zone, or nothing near the moments at which that zone's clock was
     * put: there a time on the clock may stand for two instants or for none, and comparing clocks
     * is not comparing instants.
     */
    static Optional<Instant> instantOf(LocalDateTime wall, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant instant = wall.atZone(zone).toInstant();
        ZoneOffsetTransition next = rules.nextTransition(instant.minus(AROUND_A_TRANSITION));
        boolean isNear =
                next != null && next.getInstant().isBefore(instant.plus(AROUND_A_TRANSITION));
        return isNear ? Optional.empty() : Optional.of(instant);
    }
}
