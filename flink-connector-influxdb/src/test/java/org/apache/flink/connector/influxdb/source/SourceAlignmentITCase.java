/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What drifts apart in event time is held together. How soon is Flink's affair, so the bounds here
 * are wide: without alignment nearly all records would come too early. It asks nothing of the
 * server, so one is enough.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceAlignmentITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int DENSE_PER_DAY = 20_000;
    private static final int SPARSE = 4_000;
    private static final Duration SPARSE_STEP = Duration.ofMinutes(5);

    private String bucket;

    /** Two days with many points, and two weeks with few. */
    @BeforeAll
    void write() {
        bucket = INFLUXDB.newBucket();
        StringBuilder lines = new StringBuilder();
        long step = DAY.dividedBy(DENSE_PER_DAY).toNanos();
        for (int i = 0; i < 2 * DENSE_PER_DAY; i++) {
            lines.append("dense f=1 ").append(EpochNanos.of(START) + i * step).append('\n');
        }
        for (int i = 0; i < SPARSE; i++) {
            long time = EpochNanos.of(START) + i * SPARSE_STEP.toNanos();
            lines.append("sparse f=1 ").append(time).append('\n');
        }
        INFLUXDB.server().writeLineProtocol(bucket, lines.toString());
    }

    @BeforeEach
    void reset() {
        Pace.reset();
    }

    private DataStream<Long> times(
            StreamExecutionEnvironment environment,
            String measurement,
            Duration length,
            boolean bySource) {
        InfluxDBSource<Long> source =
                InfluxDBSource.<Long>builder()
                        .setConnection(SourceJobs.connection(INFLUXDB.server()))
                        .setBucket(bucket)
                        .setMeasurement(measurement)
                        .setStartingTime(TimeBounds.at(START))
                        .setBounded(TimeBounds.at(START.plus(length)))
                        .setSplitDuration(DAY)
                        .setSourceWatermarks(bySource)
                        .setDeserializer(row -> EpochNanos.toMillis(row.timestamp()))
                        .setProducedType(Types.LONG)
                        .build();
        WatermarkStrategy<Long> strategy =
                bySource
                        ? WatermarkStrategy.noWatermarks()
                        : WatermarkStrategy.forMonotonousTimestamps();
        return environment.fromSource(
                source,
                strategy.withWatermarkAlignment(
                        "together", Duration.ofHours(1), Duration.ofMillis(10)),
                measurement);
    }

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        environment.getConfig().setAutoWatermarkInterval(1);
        return environment;
    }

    private static void run(StreamExecutionEnvironment environment) throws Exception {
        environment.executeAsync().getJobExecutionResult().get(100, TimeUnit.SECONDS);
    }

    /** The two days are read side by side; the second has to wait for the first. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testSplitThatIsAheadIsPausedAndThenGoesOn(boolean bySource) throws Exception {
        StreamExecutionEnvironment environment = environment();
        times(environment, "dense", DAY.multipliedBy(2), bySource)
                .map(new Pace(TimeUnit.MICROSECONDS.toNanos(50)))
                .sinkTo(new DiscardingSink<>());

        run(environment);

        List<Long> seen = Pace.seen();
        long secondDay = START.plus(DAY).toEpochMilli();
        int lastOfFirstDay = 0;
        for (int i = 0; i < seen.size(); i++) {
            lastOfFirstDay = seen.get(i) < secondDay ? i : lastOfFirstDay;
        }
        assertThat(seen).hasSize(2 * DENSE_PER_DAY);
        assertThat(lastOfFirstDay + 1 - DENSE_PER_DAY)
                .as("records of the second day before the end of the first")
                .isLessThan(DENSE_PER_DAY * 3 / 4);
    }

    /** The sparse one would be weeks ahead before the dense one is through its first day. */
    @Test
    void testSourceThatIsAheadWaitsForAnother() throws Exception {
        StreamExecutionEnvironment environment = environment();
        times(environment, "dense", DAY.dividedBy(20), false)
                .map(new Pace(TimeUnit.MILLISECONDS.toNanos(4)))
                .sinkTo(new DiscardingSink<>());
        times(environment, "sparse", DAY.multipliedBy(14), false)
                .map(time -> -time)
                .returns(Types.LONG)
                .map(new Pace(TimeUnit.MILLISECONDS.toNanos(1)))
                .sinkTo(new DiscardingSink<>());

        run(environment);

        List<Long> seen = Pace.seen();
        long dense = seen.stream().filter(time -> time > 0).count();
        int lastDense = 0;
        for (int i = 0; i < seen.size(); i++) {
            lastDense = seen.get(i) > 0 ? i : lastDense;
        }
        assertThat(dense).isEqualTo(DENSE_PER_DAY / 20);
        assertThat(seen).hasSize((int) dense + SPARSE);
        assertThat(lastDense + 1 - dense)
                .as("sparse records before the end of the dense ones")
                .isLessThan(SPARSE * 3 / 4);
    }
}
