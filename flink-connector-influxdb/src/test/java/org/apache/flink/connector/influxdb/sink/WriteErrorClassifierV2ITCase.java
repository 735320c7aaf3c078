/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class WriteErrorClassifierV2ITCase extends WriteErrorClassifierContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testFieldOfAReservedNameIsToBeFound() throws Exception {
        End end = write(influxdb().newBucket(), "m f=1 1\nm time=1 2");

        assertThat(end.outcome()).isEqualTo(WriteOutcome.ISOLATE);
    }

    @Test
    void testTooLongStringIsToBeFound() throws Exception {
        String line = "m f=\"" + "x".repeat(1_048_577) + "\" 1";

        assertThat(write(influxdb().newBucket(), line).outcome()).isEqualTo(WriteOutcome.ISOLATE);
    }
}
