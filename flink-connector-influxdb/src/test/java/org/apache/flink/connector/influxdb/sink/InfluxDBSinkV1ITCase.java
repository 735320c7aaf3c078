/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSinkV1ITCase extends InfluxDBSinkContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testRecordsChooseTheirRetentionPolicy() throws Exception {
        String database = influxdb().newBucket();
        String other = database + "/other";
        influxdb()
                .server()
                .queryInfluxQl(
                        database,
                        "CREATE RETENTION POLICY \"other\" ON \""
                                + database
                                + "\" DURATION INF REPLICATION 1");

        WriteJob.start(
                        server().sink(database)
                                .setBucketSelector(number -> number < 100 ? other : null)
                                .build(),
                        1_000,
                        AT_ONCE)
                .await();

        String count = "SELECT count(number) FROM ";
        assertThat(server().rows(database, count + "\"other\".numbers"))
                .containsExactly(List.of("100"));
        assertThat(server().rows(database, count + "\"autogen\".numbers"))
                .containsExactly(List.of("900"));
    }

    @Test
    void testUnknownRetentionPolicyFailsTheJobAlthoughTheServerCallsItItsOwnFault()
            throws Exception {
        String bucket = influxdb().newBucket() + "/nothing";

        WriteJob job = WriteJob.start(server().sink(bucket).build(), 1_000, AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("retention policy not found")
                .hasStackTraceContaining("Correct 'bucket', which is database/retention-policy");
    }
}
