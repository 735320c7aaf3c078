/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerFactsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeClient client = new FakeClient();

    @ParameterizedTest
    @CsvSource({"0, 500", "60, 60500", "-3600, -3599500"})
    void testClockIsComparedInTheMiddleOfTheServersSecond(long seconds, long difference)
            throws Exception {
        client.time = NOW.plusSeconds(seconds);

        ServerFacts facts = ServerFacts.ask(client, true, NOW::toEpochMilli);

        assertThat(facts.version()).isEqualTo(InfluxDBVersion.V2);
        assertThat(facts.clockDifference()).hasValue(difference);
    }

    @Test
    void testUnknownClockIsUnknown() throws Exception {
        client.time = null;

        assertThat(ServerFacts.ask(client, true, NOW::toEpochMilli).clockDifference()).isEmpty();
    }

    @Test
    void testClockIsNotAskedForUnlessWanted() throws Exception {
        client.time = NOW;

        assertThat(ServerFacts.ask(client, false, NOW::toEpochMilli).clockDifference()).isEmpty();
    }

    @Test
    void testServerThatDoesNotSayWhichItIsFails() {
        client.unreachable = noConnection();

        assertThatThrownBy(() -> ServerFacts.ask(client, true, NOW::toEpochMilli))
                .isSameAs(client.unreachable);
    }
}
