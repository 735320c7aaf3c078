/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** InfluxDB 2.x. */
class V2ServerITCase extends ServerContract {
    @RegisterExtension
    static final InfluxDBExtension SHARED = InfluxDBExtension.shared(ServerKind.V2);

    @RegisterExtension
    static final InfluxDBExtension OWN = InfluxDBExtension.dedicated(ServerKind.V2);

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
        InfluxDBServer server = SHARED.server();
        RawHttp http =
                new RawHttp(server.url(), new Credentials(server.token(), server.organization()));
        String buckets = http.get("/api/v2/buckets", Map.of("name", bucket));
        return Duration.ofSeconds(
                RawHttp.json(buckets)
                        .at("/buckets/0/retentionRules/0/shardGroupDurationSeconds")
                        .asLong());
    }

    @Test
    void answersFlux() {
        String bucket = SHARED.newBucket();
        SHARED.server().writeLineProtocol(bucket, "m f=1i 1000000000");

        String csv =
                SHARED.server().queryFlux("from(bucket: \"" + bucket + "\") |> range(start: 0)");

        assertThat(csv).startsWith("#datatype,string,long").contains("1970-01-01T00:00:01Z,1,f,m");
    }

    @Test
    void tokensAreForOneThingOnly() {
        InfluxDBServer server = SHARED.server();
        String bucket = SHARED.newBucket();
        Credentials writer =
                new Credentials(server.createWriteToken(bucket), server.organization());
        Credentials reader = new Credentials(server.createReadToken(bucket), server.organization());
        ServerApi writing = new V2Api(new RawHttp(server.url(), writer), server.organization());
        ServerApi reading = new V2Api(new RawHttp(server.url(), reader), server.organization());
        String query = "SELECT f FROM m";

        writing.write(bucket, "m f=1i 1");
        assertThat(reading.influxQl(bucket, query)).contains("[1,1]");
        assertThatThrownBy(() -> reading.write(bucket, "m f=1i 2"))
                .isInstanceOfSatisfying(
                        TestServerException.class, e -> assertThat(e.status()).isIn(403, 404));
        assertThatThrownBy(() -> writing.influxQl(bucket, query))
                .isInstanceOf(TestServerException.class);
    }
}
