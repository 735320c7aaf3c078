/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/** InfluxDB 1.8 with Flux. */
class V1FluxServerITCase extends ServerContract {
    @RegisterExtension
    static final InfluxDBExtension SHARED = InfluxDBExtension.shared(ServerKind.V1_FLUX);

    @RegisterExtension
    static final InfluxDBExtension OWN = InfluxDBExtension.dedicated(ServerKind.V1_FLUX);

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
    void answersFlux() {
        String bucket = SHARED.newBucket();
        SHARED.server().writeLineProtocol(bucket, "m f=1i 1000000000");

        String csv =
                SHARED.server().queryFlux("from(bucket: \"" + bucket + "\") |> range(start: 0)");

        assertThat(csv).startsWith("#datatype,string,long").contains("1970-01-01T00:00:01Z,1,f,m");
    }
}
