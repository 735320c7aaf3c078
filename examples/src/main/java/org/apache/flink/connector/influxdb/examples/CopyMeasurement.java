/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.source.InfluxDBDeserializationSchema;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.TimeBounds;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;

/** Copies a measurement with all its tags and fields from one InfluxDB to another. */
public final class CopyMeasurement {

    private CopyMeasurement() {}

    /**
     * Arguments: measurement, then url, organization, token and bucket of the old server, then of
     * the new one. InfluxDB 1.8 takes no organization, and {@code user:password} as token.
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(Duration.ofSeconds(10).toMillis());
        copy(
                env,
                args[0],
                connection(args[1], args[2], args[3]),
                args[4],
                connection(args[5], args[6], args[7]),
                args[8]);
        env.execute("Copy a measurement between InfluxDBs");
    }

    private static InfluxDBConnectionOptions connection(
            String url, String organization, String token) {
        return InfluxDBConnectionOptions.builder()
                .url(url)
                .organization(organization)
                .authentication(Authentication.token(token))
                .build();
    }

    static void copy(
            StreamExecutionEnvironment env,
            String measurement,
            InfluxDBConnectionOptions from,
            String fromBucket,
            InfluxDBConnectionOptions to,
            String toBucket) {
        InfluxDBSource<Point> source =
                InfluxDBSource.<Point>builder()
                        .setConnection(from)
                        .setBucket(fromBucket)
                        .setMeasurement(measurement)
                        .setStartingTime(TimeBounds.earliest())
                        .setBounded(TimeBounds.latest())
                        .setDeserializer(InfluxDBDeserializationSchema.points())
                        .build();
        InfluxDBSink<Point> sink =
                InfluxDBSink.<Point>builder()
                        .setConnection(to)
                        .setBucket(toBucket)
                        .setSerializer(InfluxDBSerializationSchema.points())
                        .build();

        env.fromSource(source, WatermarkStrategy.noWatermarks(), "old").sinkTo(sink);
    }
}
