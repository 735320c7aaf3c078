/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.benchmarks.DataSet;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.influxdb.Cancellable;
import com.influxdb.query.FluxRecord;
import com.influxdb.query.FluxTable;
import com.influxdb.query.internal.FluxCsvParser;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import okio.Okio;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Annotated CSV of about 45 MB, read a number of times as one answer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CsvCursorBenchmark {

    public static final int SERIES = 100;
    public static final int ROUNDS = 1000;

    @Param("1")
    public int repeats;

    private byte[] answer;

    /** How many bytes one pass has. */
    public static long bytes() {
        return CsvAnswer.of(SERIES, ROUNDS).length;
    }

    @Setup
    public void generate() {
        answer = CsvAnswer.of(SERIES, ROUNDS);
    }

    private RepeatedBytes body() {
        return new RepeatedBytes(answer, repeats);
    }

    /** The limit: each byte is looked at once. */
    @Benchmark
    public long byteScan() {
        return ByteScan.countLineFeeds(body());
    }

    /** Cells without values, by a tokenizer that is known to be fast. */
    @Benchmark
    public long tokenizeWithFastCsv() throws IOException {
        CellCounter counter = new CellCounter();
        try (CsvReader<Boolean> reader =
                CsvReader.builder().build(counter, body(), StandardCharsets.UTF_8)) {
            reader.forEach(row -> {});
        }
        return counter.cells;
    }

    /** Every column of every row, typed, as a row: the reading of queries of one's own. */
    @Benchmark
    public void allColumns(Blackhole hole) throws InfluxDBException {
        try (AnnotatedCsvCursor cursor = cursor()) {
            while (cursor.next()) {
                hole.consume(cursor.row());
            }
        }
    }

    /** Time and value of every row, typed: what the reading of a measurement takes. */
    @Benchmark
    public void timeAndValue(Blackhole hole) throws InfluxDBException {
        int time = 2;
        int value = 3;
        try (AnnotatedCsvCursor cursor = cursor()) {
            while (cursor.next()) {
                hole.consume(cursor.getTime(time));
                if (cursor.table().type(value) == ColumnType.FLOAT) {
                    hole.consume(cursor.getDouble(value));
                } else {
                    hole.consume(cursor.getLong(value));
                }
            }
        }
    }

    /** Points of a measurement, joined and in time order. One pass, whatever the repeats. */
    @Benchmark
    public void points(Blackhole hole) throws InfluxDBException {
        MeasurementRead read =
                new MeasurementRead(
                        new InfluxDBQuery.OfMeasurement(
                                "bucket", "cpu", List.of(), List.of(), QueryLanguage.FLUX),
                        new MeasurementSchema(List.of(), Map.of()));
        try (FluxCursor cursor =
                new FluxCursor(
                        CsvAnswer.streamed(new RepeatedBytes(answer, 1)),
                        new FluxLayout(read),
                        new TimeRange(DataSet.time(0), DataSet.time(ROUNDS)),
                        FluxCursor.DEFAULT_MAX_BYTES,
                        "benchmark")) {
            while (cursor.next()) {
                hole.consume(cursor.row());
            }
        }
    }

    /** The parser of influxdb-client-java, all columns typed. */
    @Benchmark
    public void influxdbClientJava(Blackhole hole) throws IOException {
        new FluxCsvParser()
                .parseFluxResponse(
                        Okio.buffer(Okio.source(body())),
                        NeverCancelled.INSTANCE,
                        new FluxCsvParser.FluxResponseConsumer() {
                            @Override
                            public void accept(int index, Cancellable request, FluxTable table) {
                                hole.consume(table);
                            }

                            @Override
                            public void accept(int index, Cancellable request, FluxRecord row) {
                                hole.consume(row);
                            }
                        });
    }

    private AnnotatedCsvCursor cursor() {
        return new AnnotatedCsvCursor(CsvAnswer.streamed(body()), "benchmark");
    }

    private static final class CellCounter extends AbstractBaseCsvCallbackHandler<Boolean> {
        private long cells;

        @Override
        protected void handleField(
                int index, char[] buffer, int offset, int length, boolean quoted) {
            cells++;
        }

        @Override
        protected Boolean buildRecord() {
            return Boolean.TRUE;
        }
    }

    private enum NeverCancelled implements Cancellable {
        INSTANCE;

        @Override
        public void cancel() {
            throw new UnsupportedOperationException("Nobody cancels a benchmark");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
