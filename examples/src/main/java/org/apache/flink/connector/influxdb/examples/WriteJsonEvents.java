/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.sink.DeadLetterHandler;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.sink.JsonMapping;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Writes events of JSON by configuration alone. */
public final class WriteJsonEvents {

    private static final String MAPPING = "mapping.";

    private WriteJsonEvents() {}

    /**
     * Argument: a file of properties with {@code url}, {@code organization}, {@code token}, {@code
     * bucket}, {@code events} (a folder of lines of JSON), {@code dead-letters} (a folder) and the
     * settings of the mapping behind {@code mapping.}.
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(Duration.ofSeconds(10).toMillis());
        write(env, ParameterTool.fromPropertiesFile(args[0]));
        env.execute("Write JSON events to InfluxDB");
    }

    static void write(StreamExecutionEnvironment env, ParameterTool settings) {
        // Any other source of strings or bytes does as well, such as one of a topic.
        DataStream<String> events =
                env.fromSource(
                        FileSource.forRecordStreamFormat(
                                        new TextLineInputFormat(),
                                        new Path(settings.getRequired("events")))
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "events");
        events.sinkTo(
                InfluxDBSink.<String>builder()
                        .setConnection(connection(settings))
                        .setBucket(settings.getRequired("bucket"))
                        .setSerializer(InfluxDBSerializationSchema.jsonStrings(mapping(settings)))
                        .setDeadLetterHandler(
                                DeadLetterHandler.files(settings.getRequired("dead-letters")))
                        .build());
    }

    private static JsonMapping mapping(ParameterTool settings) {
        Map<String, String> mapping = new TreeMap<>();
        settings.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(MAPPING)) {
                                mapping.put(key.substring(MAPPING.length()), value);
                            }
                        });
        return JsonMapping.of(mapping);
    }

    private static InfluxDBConnectionOptions connection(ParameterTool settings) {
        return InfluxDBConnectionOptions.builder()
                .url(settings.getRequired("url"))
                .organization(settings.getRequired("organization"))
                .authentication(Authentication.token(settings.getRequired("token")))
                .build();
    }
}
