/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PointGuardsV2ITCase extends PointGuardsRightsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testBucketThatIsGivenByItsIdIsGuarded() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 1");

        List<DeadLetter> rejected =
                write(sink(idOf(bucket)), point(2).field("f", 2.5), point(3).field("f", "text"));

        assertThat(rejected)
                .singleElement()
                .satisfies(letter -> assertThat(letter.status()).isZero());
        assertThat(server().rows(bucket, "SELECT f FROM m"))
                .containsExactly(List.of("1.5"), List.of("2.5"));
        assertThat(task.gauge(SinkMetric.TYPE_GUARD_OFF)).isZero();
        assertThat(task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isZero();
    }

    private static String idOf(String bucket) {
        String answer =
                INFLUXDB.server()
                        .queryFlux(
                                "buckets() |> filter(fn: (r) => r.name == \""
                                        + bucket
                                        + "\") |> keep(columns: [\"id\"])");
        String row = answer.strip().lines().reduce((first, last) -> last).orElseThrow();
        return row.substring(row.lastIndexOf(',') + 1);
    }
}
