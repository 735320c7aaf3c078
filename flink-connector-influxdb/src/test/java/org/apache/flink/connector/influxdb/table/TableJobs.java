/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs SQL on tables of one bucket of a server. */
final class TableJobs {

    private final InfluxDBServer server;
    private final String bucket;
    private final String language;
    private final TableEnvironment tables;

    private TableJobs(
            InfluxDBServer server, String bucket, String language, TableEnvironment tables) {
        this.server = server;
        this.bucket = bucket;
        this.language = language;
        this.tables = tables;
        set("table.local-time-zone", "UTC");
        set("parallelism.default", "2");
    }

    static TableJobs batch(InfluxDBServer server, String bucket, String language) {
        return new TableJobs(
                server,
                bucket,
                language,
                TableEnvironment.create(EnvironmentSettings.inBatchMode()));
    }

    static TableJobs streaming(InfluxDBServer server, String bucket, String language) {
        return new TableJobs(
                server,
                bucket,
                language,
                TableEnvironment.create(EnvironmentSettings.inStreamingMode()));
    }

    TableJobs set(String key, String value) {
        tables.getConfig().set(key, value);
        return this;
    }

    String bucket() {
        return bucket;
    }

    /** Declares a table: its columns, and options in turn key and value. */
    TableJobs declare(String name, String columns, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connector", "influxdb");
        all.put("url", server.url());
        all.put("bucket", bucket);
        all.put("scan.query.language", language);
        if (!server.token().isEmpty()) {
            all.put("org", server.organization());
            all.put("token", server.token());
        }
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        String with =
                all.entrySet().stream()
                        .map(
                                option ->
                                        "'%s' = '%s'"
                                                .formatted(
                                                        option.getKey(),
                                                        option.getValue().replace("'", "''")))
                        .collect(Collectors.joining(", "));
        tables.executeSql("CREATE TABLE %s (%s) WITH (%s)".formatted(name, columns, with));
        return this;
    }

    /** The rows of a query, in no order. */
    List<Row> rows(String query) {
        List<Row> rows = new ArrayList<>();
        try {
            CloseableIterator<Row> answer = tables.executeSql(query).collect();
            try {
                answer.forEachRemaining(rows::add);
            } finally {
                answer.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(allMessages(e), e);
        }
        return rows;
    }

    /** Runs a statement that does not end by itself. */
    TableResult follow(String statement) {
        return tables.executeSql(statement);
    }

    /** The only value of a query's only row. */
    Object value(String query) {
        List<Row> rows = rows(query);
        if (rows.size() != 1) {
            throw new AssertionError("One row was expected: " + rows);
        }
        return rows.get(0).getField(0);
    }

    /** Runs an INSERT to its end. */
    void insert(String insert) {
        try {
            tables.executeSql(insert).await();
        } catch (Exception e) {
            throw new IllegalStateException(allMessages(e), e);
        }
    }

    String explain(String query) {
        return tables.explainSql(query);
    }

    /** Flink wraps a failure in several layers, each with a message of its own. */
    private static String allMessages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }
}
