/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.client.MeasurementRead.Field;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds points by the very query of the read with a limit, so that sparse fields, and fields of
 * several types, count as they do in the read.
 */
final class InfluxQlCensus implements Census {

    private static final String FIRST = " ORDER BY time ASC LIMIT 1";
    private static final String LAST = " ORDER BY time DESC LIMIT 1";

    /** Windows per chunk: the server counts about so many ahead of the reader. */
    private static final int CHUNK_WINDOWS = 64;

    private static final List<ColumnType> UNPACKED_FASTEST_FIRST =
            List.of(
                    ColumnType.BOOLEAN,
                    ColumnType.INTEGER,
                    ColumnType.UNSIGNED,
                    ColumnType.FLOAT,
                    ColumnType.STRING);

    private final HttpTransport transport;
    private final MeasurementRead read;
    private final BucketPath path;

    InfluxQlCensus(HttpTransport transport, MeasurementRead read, BucketPath path) {
        this.transport = transport;
        this.read = read;
        this.path = path;
    }

    @Override
    public Optional<TimeRange> extent(TimeRange range) throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String select = InfluxQlDialect.select(read, range, bound);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        try (InfluxQlAnswer answer = ask(select + FIRST + "; " + select + LAST, bound, 2)) {
            while (answer.nextRow()) {
                long time = timeOfRow(answer);
                first = Math.min(first, time);
                last = Math.max(last, time);
            }
        }
        return first > last ? Optional.empty() : Optional.of(new TimeRange(first, last + 1));
    }

    @Override
    public Optional<Long> earliest(TimeRange range) throws InfluxDBException {
        return new EarliestSearch(this::isIndexed, this::first).in(range);
    }

    private Optional<Long> first(TimeRange range) throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String text = InfluxQlDialect.select(read, range, bound) + FIRST;
        try (InfluxQlAnswer answer = ask(text, bound, 1)) {
            return answer.nextRow() ? Optional.of(timeOfRow(answer)) : Optional.empty();
        }
    }

    /** Whether the index of some shard there knows a tag of the measurement. No data is read. */
    private boolean isIndexed(TimeRange range) throws InfluxDBException {
        if (read.tags().isEmpty()) {
            // There is one series only, which is found without an index.
            return false;
        }
        try (InfluxQlAnswer answer =
                ask(InfluxQlDialect.tagKeys(read.query().measurement(), range), Map.of(), 1)) {
            return answer.nextRow();
        }
    }

    @Override
    public DensityCursor density(TimeRange range, long width) throws InfluxDBException {
        return density(read.fields(), range, width);
    }

    @Override
    public DensityCursor densityOfEvenPoints(TimeRange range, long width) throws InfluxDBException {
        Field cheapest =
                read.fields().stream().min(Comparator.comparingInt(this::costOf)).orElseThrow();
        return density(List.of(cheapest), range, width);
    }

    /** The server unpacks what it counts. */
    private int costOf(Field field) {
        return field.isMixed()
                ? UNPACKED_FASTEST_FIRST.size()
                : UNPACKED_FASTEST_FIRST.indexOf(field.types().iterator().next());
    }

    private DensityCursor density(List<Field> counted, TimeRange range, long width)
            throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String text = InfluxQlDialect.density(read, counted, range, width, bound);
        return new InfluxQlDensity(
                ask(text, bound, 1), counted, read.fields().size(), range, width);
    }

    private InfluxQlAnswer ask(String text, Map<String, Object> bound, int statements)
            throws InfluxDBException {
        String context = InfluxQlDialect.context(read.query().bucket(), text, bound);
        QueryRequest request = InfluxQlDialect.request(text, bound, path, CHUNK_WINDOWS, context);
        return new InfluxQlAnswer(transport.open(request), statements, context);
    }

    private static long timeOfRow(InfluxQlAnswer answer) throws InfluxDBException {
        long time = (Long) answer.value(false, null);
        for (int i = 1; i < answer.columns().size(); i++) {
            answer.value(false, null);
        }
        return time;
    }
}
