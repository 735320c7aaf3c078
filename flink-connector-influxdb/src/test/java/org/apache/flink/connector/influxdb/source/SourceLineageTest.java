/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SourceLineageTest {

    private static final String URL = "http://localhost:8086";

    private static InfluxDBSourceBuilder<Point> source() {
        return InfluxDBSource.<Point>builder()
                .setConnection(
                        InfluxDBConnectionOptions.builder()
                                .url(URL)
                                .authentication(Authentication.token("s3cr3t"))
                                .build())
                .setBucket("metrics")
                .setDeserializer(InfluxDBDeserializationSchema.points());
    }

    private static LineageDataset dataset(InfluxDBSource<?> source) {
        assertThat(source.getLineageVertex().datasets()).hasSize(1);
        return source.getLineageVertex().datasets().get(0);
    }

    @Test
    void testMeasurementIsNamedWithItsBucketAndServer() {
        InfluxDBSource<Point> source = source().setMeasurement("cpu").build();

        assertThat(dataset(source).namespace()).isEqualTo(URL);
        assertThat(dataset(source).name()).isEqualTo("metrics/cpu");
        assertThat(dataset(source).facets()).isEmpty();
        assertThat(source.getLineageVertex().boundedness()).isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void testQueryOfOnesOwnIsNamedByItsBucketOnly() {
        InfluxDBSource<Point> source =
                source().setQuery(QueryLanguage.FLUX, "// s3cr3t\nfrom(bucket: \"metrics\")")
                        .build();

        assertThat(dataset(source).name()).isEqualTo("metrics");
    }

    @Test
    void testNoSecretIsShown() {
        InfluxDBSource<Point> source =
                source().setQuery(QueryLanguage.FLUX, "// s3cr3t\nfrom(bucket: \"metrics\")")
                        .build();

        assertThat(source.getLineageVertex().toString()).doesNotContain("s3cr3t");
    }

    @Test
    void testFlinkFindsItInAJob() {
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        SourceJobs.stream(environment, source().setMeasurement("cpu").build())
                .sinkTo(new DiscardingSink<>());

        List<SourceLineageVertex> sources =
                environment.getStreamGraph().getLineageGraph().sources();

        assertThat(sources)
                .singleElement()
                .satisfies(
                        source ->
                                assertThat(source.datasets())
                                        .extracting(LineageDataset::name)
                                        .containsExactly("metrics/cpu"));
    }
}
