/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What tests of reading share. */
final class ReadSupport {

    /** Names of measurements, each with a point in line protocol. */
    static final Map<String, String> ODD_MEASUREMENTS =
            Map.ofEntries(
                    Map.entry("plain", "plain f=1 0"),
                    Map.entry("a b", "a\\ b f=1 1"),
                    Map.entry("c,d", "c\\,d f=1 " + EpochNanos.MIN),
                    Map.entry("e=f", "e=f f=1 " + (EpochNanos.MAX - 1)),
                    Map.entry("\"g\"", "\"g\" f=1 1767571200000000000"),
                    Map.entry("it's", "it's f=1 -1"),
                    Map.entry("h\\i", "h\\i f=1 1"),
                    Map.entry("n\tm", "n\tm f=1 1"),
                    Map.entry("/re.*/", "/re.*/ f=1 1"),
                    Map.entry("${x}", "${x} f=1 1"),
                    Map.entry("\u6f22\u00e9\ud83d\ude00", "\u6f22\u00e9\ud83d\ude00 f=1 1"));

    private ReadSupport() {}

    static InfluxDBClient client(InfluxDBServer server) {
        return client(server, server.token());
    }

    static InfluxDBClient client(InfluxDBServer server, String token) {
        InfluxDBConnectionOptions.Builder options =
                InfluxDBConnectionOptions.builder().url(server.url());
        if (server.kind() == ServerKind.V2) {
            options.organization(server.organization()).authentication(Authentication.token(token));
        }
        return InfluxDBClient.create(options.build());
    }

    static long at(String time) {
        return EpochNanos.of(Instant.parse(time));
    }

    static InfluxDBQuery.OfMeasurement points(
            String bucket, String measurement, QueryLanguage language, FieldColumn... fields) {
        return new InfluxDBQuery.OfMeasurement(
                bucket, measurement, List.of(fields), List.of(), language);
    }

    static InfluxDBQuery.OfMeasurement where(
            InfluxDBQuery.OfMeasurement query, String tag, String... values) {
        return new InfluxDBQuery.OfMeasurement(
                query.bucket(),
                query.measurement(),
                query.fields(),
                List.of(new Predicate.TagIn(tag, List.of(values))),
                query.language());
    }

    static FieldColumn field(String name, ColumnType type) {
        return new FieldColumn(name, type);
    }

    static List<InfluxDBRow> read(InfluxDBClient client, InfluxDBQuery query, TimeRange range)
            throws InfluxDBException {
        try (RowCursor cursor = client.query(query, range)) {
            return drain(cursor);
        }
    }

    static List<InfluxDBRow> read(InfluxDBClient client, InfluxDBQuery query)
            throws InfluxDBException {
        return read(client, query, TimeRange.ALL);
    }

    static List<InfluxDBRow> drain(RowCursor cursor) throws InfluxDBException {
        List<InfluxDBRow> rows = new ArrayList<>();
        while (cursor.next()) {
            rows.add(cursor.row());
        }
        return rows;
    }

    static List<Object> values(List<InfluxDBRow> rows, String column) {
        List<Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** Compares numbers of any type by what they count, and all else by equality. */
    static int byNumber(Object left, Object right) {
        if (left instanceof Number && right instanceof Number) {
            return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString()));
        }
        return left.equals(right) ? 0 : 1;
    }

    static List<Long> times(List<InfluxDBRow> rows) {
        return rows.stream().map(InfluxDBRow::timestamp).toList();
    }
}
