/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.config.TableConfigOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

import static org.assertj.core.api.Assertions.assertThat;

/** Literals without zone, compared with a column that has one. */
class SessionTimeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void testTimeOfTheSessionsZoneIsAnInstant() {
        assertThat(SessionTime.instantOf(LocalDateTime.parse("2026-01-01T00:00:00.5"), BERLIN))
                .hasValue(Instant.parse("2025-12-31T23:00:00.500Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-29T02:30",
                "2026-03-29T05:00",
                "2026-10-25T02:30",
                "2026-10-24T20:00"
            })
    void testNearAClockChangeItIsNone(String wall) {
        assertThat(SessionTime.instantOf(LocalDateTime.parse(wall), BERLIN)).isEmpty();
    }

    @Test
    void testZoneIsTheSessionsOrTheMachines() {
        Configuration session = new Configuration();
        assertThat(SessionTime.zone(session)).isEqualTo(ZoneId.systemDefault());

        session.set(TableConfigOptions.LOCAL_TIME_ZONE, "Europe/Berlin");
        assertThat(SessionTime.zone(session)).isEqualTo(BERLIN);
    }
}
