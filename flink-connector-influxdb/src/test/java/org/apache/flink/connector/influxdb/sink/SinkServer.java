/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A real server as the tests of the sink see it: how to reach it, and what is in it. */
final class SinkServer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InfluxDBServer server;

    SinkServer(InfluxDBServer server) {
        this.server = server;
    }

    InfluxDBConnectionOptions.Builder connection() {
        InfluxDBConnectionOptions.Builder options =
                InfluxDBConnectionOptions.builder()
                        .url(server.url())
                        .organization(server.organization());
        return server.token().isEmpty()
                ? options
                : options.authentication(Authentication.token(server.token()));
    }

    InfluxDBVersion version() {
        return server.kind().generation() == 1 ? InfluxDBVersion.V1 : InfluxDBVersion.V2;
    }

    /** A sink of the numbers of {@link WriteJob}. */
    InfluxDBSinkBuilder<Long> sink(String bucket) {
        return InfluxDBSink.<Long>builder()
                .setConnection(connection().build())
                .setBucket(bucket)
                .setSerializer(InfluxDBSerializationSchema.of(WriteJob::point));
    }

    /** The rows of an InfluxQL query that gives one series, each without its time. */
    List<List<String>> rows(String bucket, String query) {
        try {
            List<List<String>> rows = new ArrayList<>();
            JsonNode result = JSON.readTree(server.queryInfluxQl(bucket, query));
            for (JsonNode row : result.at("/results/0/series/0/values")) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i < row.size(); i++) {
                    cells.add(row.get(i).asText());
                }
                rows.add(cells);
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
