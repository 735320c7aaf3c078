/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;

/** Writes an hour of made-up measurements of two machines. */
public final class WritePoints {

    private static final long NANOS = 1_000_000_000L;

    private WritePoints() {}

    /** Arguments: url, organization, token, bucket. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(Duration.ofSeconds(10).toMillis());
        InfluxDBConnectionOptions connection =
                InfluxDBConnectionOptions.builder()
                        .url(args[0])
                        .organization(args[1])
                        .authentication(Authentication.token(args[2]))
                        .build();
        long start = System.currentTimeMillis() / 1000 - 3600;
        DataStream<Cpu> cpus = env.fromSequence(0, 7199).map(i -> cpu(start, i));
        write(cpus, connection, args[3]);
        env.execute("Write points to InfluxDB");
    }

    static Cpu cpu(long startSecond, long i) {
        double usage = 50 + 45 * Math.sin(i / 600.0);
        return new Cpu((startSecond + i / 2) * NANOS, i % 2 == 0 ? "a" : "b", usage);
    }

    static void write(DataStream<Cpu> cpus, InfluxDBConnectionOptions connection, String bucket) {
        // README: write
        InfluxDBSink<Cpu> sink =
                InfluxDBSink.<Cpu>builder()
                        .setConnection(connection)
                        .setBucket(bucket)
                        .setSerializer(
                                InfluxDBSerializationSchema.of(
                                        cpu ->
                                                Point.measurement("cpu")
                                                        .tag("host", cpu.host)
                                                        .field("usage", cpu.usage)
                                                        .time(cpu.time)))
                        .build();

        cpus.sinkTo(sink);
        // README: end
    }
}
