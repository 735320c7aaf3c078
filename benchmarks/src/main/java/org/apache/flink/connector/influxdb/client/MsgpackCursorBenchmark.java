/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The answer of InfluxQL to the same points that {@link CsvCursorBenchmark} has, and more. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MsgpackCursorBenchmark {

    public static final int SERIES = 100;
    public static final int ROUNDS = 10_000;

    @Param("1")
    public int repeats;

    private byte[] answer;

    /** How many bytes one pass has. */
    public static long bytes() {
        return MsgpackAnswer.of(SERIES, ROUNDS).length;
    }

    @Setup
    public void generate() {
        answer = MsgpackAnswer.of(SERIES, ROUNDS);
    }

    private RepeatedBytes body() {
        return new RepeatedBytes(answer, repeats);
    }

    @Benchmark
    public long byteScan() {
        return ByteScan.countLineFeeds(body());
    }

    /** msgpack-core alone, without a look at the values. */
    @Benchmark
    public void skip() throws IOException {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(body())) {
            while (in.hasNext()) {
                in.skipValue();
            }
        }
    }

    /** msgpack-core alone, every value of every row unpacked. */
    @Benchmark
    public void unpack(Blackhole hole) throws IOException {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(body())) {
            while (in.hasNext()) {
                unpackValue(in, hole);
            }
        }
    }

    private static void unpackValue(MessageUnpacker in, Blackhole hole) throws IOException {
        switch (in.getNextFormat().getValueType()) {
            case MAP -> {
                for (int left = 2 * in.unpackMapHeader(); left > 0; left--) {
                    unpackValue(in, hole);
                }
            }
            case ARRAY -> {
                for (int left = in.unpackArrayHeader(); left > 0; left--) {
                    unpackValue(in, hole);
                }
            }
            case INTEGER -> hole.consume(in.unpackLong());
            case FLOAT -> hole.consume(in.unpackDouble());
            case BOOLEAN -> hole.consume(in.unpackBoolean());
            default -> hole.consume(in.unpackString());
        }
    }

    /** Every point as a row of the connector. */
    @Benchmark
    public void points(Blackhole hole) throws InfluxDBException {
        MeasurementRead read =
                new MeasurementRead(
                        new InfluxDBQuery.OfMeasurement(
                                "bucket", "cpu", List.of(), List.of(), QueryLanguage.INFLUXQL),
                        new MeasurementSchema(
                                List.of("host", "region"),
                                Map.of(
                                        "load1", Set.of(ColumnType.FLOAT),
                                        "requests", Set.of(ColumnType.INTEGER),
                                        "usage_system", Set.of(ColumnType.FLOAT),
                                        "usage_user", Set.of(ColumnType.FLOAT))));
        try (InfluxQlCursor cursor =
                new InfluxQlCursor(CsvAnswer.streamed(body()), read, "benchmark")) {
            while (cursor.next()) {
                hole.consume(cursor.row());
            }
        }
    }
}
