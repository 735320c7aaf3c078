/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SinkLineageTest {

    private static InfluxDBSinkBuilder<Long> builder() {
        return InfluxDBSink.<Long>builder()
                .setConnection(
                        InfluxDBConnectionOptions.builder()
                                .url("http://localhost:8086")
                                .authentication(Authentication.token("s3cr3t"))
                                .build())
                .setBucket("metrics")
                .setSerializer(
                        InfluxDBSerializationSchema.of(
                                value -> Point.measurement("cpu").field("f", value)));
    }

    private static InfluxDBSink<Long> sink() {
        return builder().build();
    }

    @Test
    void testBucketsThatRecordsChooseAreAStar() {
        InfluxDBSink<Long> sink = builder().setBucketSelector(value -> "b" + value).build();

        assertThat(sink.getLineageVertex().datasets())
                .extracting(LineageDataset::name)
                .containsExactly("metrics", "*");
    }

    @Test
    void testBucketAndServerAreNamedWithoutSecrets() {
        LineageVertex vertex = sink().getLineageVertex();

        assertThat(vertex.toString()).doesNotContain("s3cr3t");
        assertThat(vertex.datasets())
                .singleElement()
                .satisfies(
                        dataset -> {
                            assertThat(dataset.namespace()).isEqualTo("http://localhost:8086");
                            assertThat(dataset.name()).isEqualTo("metrics");
                            assertThat(dataset.facets()).isEmpty();
                        });
    }

    @Test
    void testFlinkFindsItInAJob() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        environment.fromSequence(1, 2).sinkTo(sink());

        List<LineageVertex> sinks = environment.getStreamGraph().getLineageGraph().sinks();

        assertThat(sinks)
                .singleElement()
                .satisfies(
                        sink ->
                                assertThat(sink.datasets())
                                        .extracting(LineageDataset::name)
                                        .containsExactly("metrics"));
    }
}
