/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedBatchesV2ITCase extends RefusedBatchesContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testTooLongStringsAreFound() throws Exception {
        String bucket = influxdb().newBucket();
        String tooLong = "m f=2i,s=\"" + "x".repeat(1_048_577) + "\" %d";
        List<String> points = points("m f=2i ", tooLong, 0, 50, 51);

        write(bucket, points);

        assertOnlyRefused(points, Category.TOO_LARGE, 50, 51);
        assertThat(counted(bucket)).containsExactly(List.of("298"));
    }
}
