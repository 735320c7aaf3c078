/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** InfluxDB 1.8 as it comes. */
class V1ServerITCase extends ServerContract {
    @RegisterExtension
    static final InfluxDBExtension SHARED = InfluxDBExtension.shared(ServerKind.V1);

    @RegisterExtension
    static final InfluxDBExtension OWN = InfluxDBExtension.dedicated(ServerKind.V1);

    @Override
    InfluxDBExtension shared() {
        return SHARED;
    }

    @Override
    InfluxDBExtension own() {
        return OWN;
    }

    @Override
    Duration shardGroupDuration(String bucket) {
        String policies = SHARED.server().queryInfluxQl(bucket, "SHOW RETENTION POLICIES");
        return Duration.parse(
                "PT"
                        + RawHttp.json(policies)
                                .at("/results/0/series/0/values/0/2")
                                .asText()
                                .toUpperCase(Locale.ROOT));
    }

    @Test
    void saysThatFluxIsSwitchedOff() {
        assertThatThrownBy(() -> SHARED.server().queryFlux("buckets()"))
                .isInstanceOfSatisfying(
                        TestServerException.class, e -> assertThat(e.status()).isEqualTo(403))
                .hasMessageContaining("Flux query service disabled");
    }

    @Test
    void hasNoTokens() {
        assertThat(SHARED.server().token()).isEmpty();
        assertThatThrownBy(() -> SHARED.server().createWriteToken("b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
