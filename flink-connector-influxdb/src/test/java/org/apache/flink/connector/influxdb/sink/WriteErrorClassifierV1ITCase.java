/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class WriteErrorClassifierV1ITCase extends WriteErrorClassifierContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testUnknownRetentionPolicyHalts() throws Exception {
        End end = write(influxdb().newBucket() + "/nothing", "m f=1 1");

        assertThat(end.outcome()).isEqualTo(WriteOutcome.HALT);
    }
}
