/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSinkV1ITCase extends InfluxDBSinkContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
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
