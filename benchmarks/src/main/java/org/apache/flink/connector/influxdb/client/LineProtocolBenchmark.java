/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.benchmarks.DataSet;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.influxdb.client.domain.WritePrecision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.util.concurrent.TimeUnit;

/** Points of two tags and four fields as line protocol: one operation is one point. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineProtocolBenchmark {

    private static final int POINTS = 10_000;
    private static final int SERIES = 100;
    private static final int FIELDS = 4;

    private final Point[] points = new Point[POINTS];
    private final com.influxdb.client.write.Point[] peers =
            new com.influxdb.client.write.Point[POINTS];
    private final double[] floats = new double[POINTS];
    private final LineProtocolEncoder encoder =
            new LineProtocolEncoder(InfluxDBVersion.V2, Precision.NS);
    private final LineBuffer buffer = new LineBuffer();
    private final byte[] text = new byte[DoubleText.MAX_LENGTH];

    /**
     * The bytes that the entry of a point takes on the heap on average: its array, with its header
     * and rounded up to words.
     */
    public static double entryBytes() throws UnencodablePointException {
        LineProtocolBenchmark benchmark = new LineProtocolBenchmark();
        benchmark.makePoints();
        long sum = 0;
        for (Point point : benchmark.points) {
            benchmark.buffer.clear();
            benchmark.encoder.encode(point, benchmark.buffer);
            sum += (16 + benchmark.buffer.size() + 7) / 8 * 8;
        }
        return (double) sum / POINTS;
    }

    @Setup
    public void makePoints() {
        DataSet data = new DataSet("cpu", SERIES, FIELDS, POINTS);
        for (int i = 0; i < POINTS; i++) {
            points[i] = data.point(i);
            peers[i] = data.peerPoint(i, WritePrecision.NS);
            floats[i] = DataSet.floating(i, 0);
        }
    }

    /** What the sink makes of each point: the bytes of its entry. */
    @Benchmark
    @OperationsPerInvocation(POINTS)
    public void connector(Blackhole hole) throws UnencodablePointException {
        for (Point point : points) {
            buffer.clear();
            encoder.encode(point, buffer);
            hole.consume(buffer.toByteArray());
        }
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public void influxdbClientJava(Blackhole hole) {
        for (com.influxdb.client.write.Point peer : peers) {
            hole.consume(peer.toLineProtocol());
        }
    }

    /** Floats of full precision alone. */
    @Benchmark
    @OperationsPerInvocation(POINTS)
    public void floatsOfTheConnector(Blackhole hole) {
        for (double value : floats) {
            hole.consume(DoubleText.put(value, text, 0));
        }
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public void floatsOfJava(Blackhole hole) {
        for (double value : floats) {
            hole.consume(Double.toString(value));
        }
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public void floatsOfJackson(Blackhole hole) {
        for (double value : floats) {
            hole.consume(NumberOutput.toString(value, true));
        }
    }
}
