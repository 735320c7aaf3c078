/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.influxdb.client.AnswerGzip;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Small jobs that read from a test server. */
final class SourceJobs {

    private SourceJobs() {}

    /** A source of points of a bucket that lacks only what to read. */
    static InfluxDBSourceBuilder<Point> points(InfluxDBServer server, String bucket) {
        return InfluxDBSource.<Point>builder()
                .setConnection(connection(server))
                .setBucket(bucket)
                .setInitialBackoff(Duration.ofMillis(50))
                .setMaxBackoff(Duration.ofSeconds(1))
                // As long as a busy machine may take to start a server.
                .setMaxRetries(200)
                .setDeserializer(InfluxDBDeserializationSchema.points());
    }

    static InfluxDBConnectionOptions connection(InfluxDBServer server) {
        return connection(server, server.url());
    }

    /** A connection to a server through something that listens at a URL. */
    static InfluxDBConnectionOptions connection(InfluxDBServer server, String url) {
        return InfluxDBConnectionOptions.builder()
                .url(url)
                .organization(server.organization())
                .authentication(
                        server.token().isEmpty()
                                ? Authentication.none()
                                : Authentication.token(server.token()))
                // So that buffers on the way hold as little as possible.
                .answerGzip(AnswerGzip.OFF)
                .build();
    }

    /** An environment without restarts. */
    static StreamExecutionEnvironment environment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return environment(parallelism, configuration);
    }

    /** An environment that restarts a few times at once, with frequent checkpoints. */
    static StreamExecutionEnvironment recoveringEnvironment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        StreamExecutionEnvironment environment = environment(parallelism, configuration);
        environment.enableCheckpointing(50);
        return environment;
    }

    private static StreamExecutionEnvironment environment(
            int parallelism, Configuration configuration) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        return environment;
    }

    static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment, InfluxDBSource<T> source) {
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), "influxdb");
    }

    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    static <T> List<T> collect(DataStream<T> stream) throws Exception {
        List<T> records = new ArrayList<>();
        try (CloseableIterator<T> results = stream.executeAndCollect()) {
            results.forEachRemaining(records::add);
        }
        return records;
    }

    static <T> List<T> read(InfluxDBSource<T> source, int parallelism) throws Exception {
        return collect(stream(environment(parallelism), source));
    }
}
