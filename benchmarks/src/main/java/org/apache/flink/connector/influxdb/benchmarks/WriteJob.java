/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.sink.InfluxDBSinkBuilder;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FileUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs from a generator of numbers to a sink, which makes the reading of each number. */
final class WriteJob {

    private static final Duration CHECKPOINTS = Duration.ofSeconds(5);

    private static final AtomicLong COUNT = new AtomicLong();
    private static volatile DiscardingSink.RowHook hook = DiscardingSink.RowHook.NONE;

    private WriteJob() {}

    /** The sink as a user would make it. */
    static InfluxDBSink<Long> sink(
            InfluxDBConnectionOptions connection, String bucket, DataSet data) {
        return builder(connection, bucket, data).build();
    }

    static InfluxDBSinkBuilder<Long> builder(
            InfluxDBConnectionOptions connection, String bucket, DataSet data) {
        return InfluxDBSink.<Long>builder()
                .setConnection(connection)
                .setBucket(bucket)
                .setSerializer(new Readings(data));
    }

    /**
     * Runs a job to its end.
     *
     * @param newHook is called by the task for each reading with its number from 1
     */
    static long run(
            LocalCluster cluster,
            Sink<Long> sink,
            long points,
            int parallelism,
            DiscardingSink.RowHook newHook)
            throws Exception {
        StreamExecutionEnvironment environment = LocalCluster.environment(parallelism);
        environment.enableCheckpointing(CHECKPOINTS.toMillis());
        // Waiting points are more than the job manager's memory takes for a checkpoint.
        Path folder = Files.createTempDirectory("influxdb-benchmarks");
        environment.configure(
                new Configuration()
                        .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                        .set(
                                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                folder.toUri().toString()));
        environment.fromSequence(0, points - 1).sinkTo(sink);
        COUNT.set(0);
        hook = newHook;
        try {
            cluster.run(environment);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
        return points;
    }

    /** Makes the reading of a number. */
    private static final class Readings implements InfluxDBSerializationSchema<Long> {

        private static final long serialVersionUID = 1L;

        private final String measurement;
        private final int series;
        private final int fields;
        private final long points;

        private transient DataSet data;

        Readings(DataSet data) {
            this.measurement = data.measurement();
            this.series = data.series();
            this.fields = data.fields();
            this.points = data.points();
        }

        @Override
        public void serialize(Long number, SinkWriter.Context context, Collector<Point> out) {
            if (data == null) {
                data = new DataSet(measurement, series, fields, points);
            }
            out.collect(data.point(number));
            if (hook != DiscardingSink.RowHook.NONE) {
                hook.after(COUNT.incrementAndGet());
            }
        }
    }
}
