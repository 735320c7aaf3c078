/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes the dead letters of a folder again, after their cause is mended. Points that were written
 * before are overwritten with themselves, so it may run as often as one likes. A point that is
 * still refused fails the job, with the reason.
 */
public final class ReplayDeadLetters {

    private ReplayDeadLetters() {}

    /**
     * Arguments: url, organization, token, and the folder that the sink was given. InfluxDB 1.8
     * takes no organization, and {@code user:password} as token.
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(Duration.ofSeconds(10).toMillis());
        InfluxDBConnectionOptions connection =
                InfluxDBConnectionOptions.builder()
                        .url(args[0])
                        .organization(args[1])
                        .authentication(Authentication.token(args[2]))
                        .build();
        replay(env, args[3], connection);
        env.execute("Replay dead letters into InfluxDB");
    }

    static void replay(
            StreamExecutionEnvironment env, String folder, InfluxDBConnectionOptions connection)
            throws IOException {
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.executeSql(table(folder));
        // README: replay
        // Only what was a line once: other letters hold a point in words, or a record.
        DataStream<Row> letters =
                tables.toDataStream(
                        tables.sqlQuery(
                                "SELECT bucket, line FROM dead_letters"
                                        + " WHERE category <> 'not-representable'"
                                        + " AND NOT (category = 'malformed' AND status = 0)"));

        // In which all letters are.
        InfluxDBSerializationSchema<String> lines =
                InfluxDBSerializationSchema.lineProtocol(Precision.NS);
        InfluxDBSink<Row> sink =
                InfluxDBSink.<Row>builder()
                        .setConnection(connection)
                        .setBucketSelector(letter -> letter.getFieldAs("bucket"))
                        .setSerializer(
                                (letter, context, out) ->
                                        lines.serialize(letter.getFieldAs("line"), context, out))
                        .build();

        letters.sinkTo(sink);
        // README: end
    }

    /** The folder as a table. */
    static String table(String folder) throws IOException {
        try (InputStream file = ReplayDeadLetters.class.getResourceAsStream("/dead-letters.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("s3://my-bucket/dead-letters", folder)
                    .replace(";", "");
        }
    }
}
