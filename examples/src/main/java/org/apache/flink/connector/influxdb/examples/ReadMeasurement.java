/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.source.InfluxDBDeserializationSchema;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.TimeBounds;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;

/** Reads the last day of a measurement, in parallel, and prints the busy machines. */
public final class ReadMeasurement {

    private ReadMeasurement() {}

    /** Arguments: url, organization, token, bucket. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        InfluxDBConnectionOptions connection =
                InfluxDBConnectionOptions.builder()
                        .url(args[0])
                        .organization(args[1])
                        .authentication(Authentication.token(args[2]))
                        .build();
        read(env, connection, args[3]).filter(cpu -> cpu.usage > 90).print();
        env.execute("Read a measurement from InfluxDB");
    }

    static DataStream<Cpu> read(
            StreamExecutionEnvironment env, InfluxDBConnectionOptions connection, String bucket) {
        // README: read
        InfluxDBSource<Cpu> source =
                InfluxDBSource.<Cpu>builder()
                        .setConnection(connection)
                        .setBucket(bucket)
                        .setMeasurement("cpu")
                        .setStartingTime(TimeBounds.before(Duration.ofDays(1)))
                        .setBounded(TimeBounds.latest())
                        .setDeserializer(InfluxDBDeserializationSchema.of(Cpu.class))
                        .build();

        DataStream<Cpu> cpus =
                env.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "cpu");
        // README: end
        return cpus;
    }
}
