/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RetriesTest {

    private static Retries retries(int max, Duration maxBackoff) {
        return new Retries(
                new RetryOptions(max, Duration.ofMillis(1), maxBackoff), new Random(1), () -> 0);
    }

    private static InfluxDBException fault(Kind kind) {
        return new InfluxDBException(kind, "fault", null);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"})
    void testRefusalIsTriedThreeTimesOverTenSeconds(Kind kind) {
        Retries retries = retries(10, Duration.ofSeconds(30));

        assertThat(retries.next(fault(kind))).contains(Duration.ofSeconds(5));
        assertThat(retries.next(fault(kind))).contains(Duration.ofSeconds(5));
        assertThat(retries.next(fault(kind))).isEmpty();
    }

    @Test
    void testRefusalsInARowAreCountedOnly() {
        Retries retries = retries(10, Duration.ofSeconds(30));
        retries.next(fault(Kind.NOT_FOUND));
        retries.next(fault(Kind.NOT_FOUND));
        retries.next(fault(Kind.CONNECTION));

        assertThat(retries.next(fault(Kind.NOT_FOUND))).isPresent();
    }

    @Test
    void testProgressMakesRefusalsCountAnew() {
        Retries retries = retries(10, Duration.ofSeconds(30));
        retries.next(fault(Kind.FORBIDDEN));
        retries.next(fault(Kind.FORBIDDEN));

        retries.progress();

        assertThat(retries.next(fault(Kind.FORBIDDEN))).isPresent();
    }

    @Test
    void testRefusalWaitsNoLongerThanTheLongestBackoff() {
        assertThat(retries(10, Duration.ofSeconds(1)).next(fault(Kind.FORBIDDEN)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void testWithoutRetriesARefusalEndsAtOnce() {
        assertThat(retries(0, Duration.ofSeconds(1)).next(fault(Kind.FORBIDDEN))).isEmpty();
    }

    @Test
    void testFaultThatCannotPassEndsAtOnce() {
        assertThat(retries(10, Duration.ofSeconds(1)).next(fault(Kind.INVALID))).isEmpty();
    }
}
