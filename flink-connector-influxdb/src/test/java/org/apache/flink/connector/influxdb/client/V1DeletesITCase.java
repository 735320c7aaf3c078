/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Deletes on InfluxDB 1.8. */
class V1DeletesITCase extends DeletesContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    InfluxDBVersion version() {
        return InfluxDBVersion.V1;
    }

    @Test
    void testTagThatTheLanguageTakesForTheMeasurementIsRefused() throws Exception {
        write("m,_name=x f=1 1000", "m,a=1 f=1 1000");

        assertThat(delete(key("m", 1000, "_name", "x"), key("m", 1000, "a", "1")))
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.reason()).contains("has no words for it"));

        assertThat(left("SELECT f FROM m")).hasSize(2);
    }

    @Test
    void testPointOfAnotherRetentionPolicyIsKept() throws Exception {
        influxdb()
                .server()
                .queryInfluxQl(
                        bucket(),
                        "CREATE RETENTION POLICY \"other\" ON \""
                                + bucket()
                                + "\" DURATION INF REPLICATION 1");
        write("m,a=1 f=1 1000", "m,a=1 f=2 2000", "m,a=1 f=3 3000");
        influxdb().server().writeLineProtocol(bucket() + "/other", "m,a=1 f=9 2000");

        List<RefusedDelete> refused =
                delete(
                        key("m", 1000, "a", "1"),
                        key("m", 2000, "a", "1"),
                        key("m", 3000, "a", "1"));

        assertThat(refused).extracting(RefusedDelete::index).containsExactly(1);
        assertThat(refused.get(0).reason()).contains(bucket() + "/other");
        assertThat(left("SELECT f FROM autogen.m")).containsExactly("2000 2");
        assertThat(left("SELECT f FROM other.m")).containsExactly("2000 9");
    }
}
