/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** In a HybridSource this source can be the history, and the one that goes on for ever. */
abstract class HybridSourceContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final int HISTORY = 3_000;

    private final Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    private String bucket;

    abstract InfluxDBExtension influxdb();

    /** Points with the values from 0 on, one a second, up to ten minutes ago. */
    @BeforeEach
    void writeHistory() {
        bucket = influxdb().newBucket();
        write(0, HISTORY, hourAgo);
    }

    private void write(int from, int to, Instant start) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            long time = start.plusSeconds(i - from).toEpochMilli();
            lines.append("m v=").append(i).append("i ").append(time).append("000000\n");
        }
        influxdb().server().writeLineProtocol(bucket, lines.toString());
    }

    private InfluxDBSourceBuilder<Long> values() {
        return InfluxDBSource.<Long>builder()
                .setConnection(SourceJobs.connection(influxdb().server()))
                .setBucket(bucket)
                .setMeasurement("m")
                .setSplitMaxRows(500)
                .setDeserializer(row -> row.getLong("v"))
                .setProducedType(Types.LONG);
    }

    /** The type is given, since Flink cannot extract it from a HybridSource. */
    private static DataStream<Long> stream(Source<Long, ?, ?> first, Source<Long, ?, ?> second) {
        StreamExecutionEnvironment environment = SourceJobs.environment(2);
        return environment.fromSource(
                HybridSource.builder(first).addSource(second).build(),
                WatermarkStrategy.noWatermarks(),
                "hybrid",
                Types.LONG);
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    /** Numbers behind those of history, for ever, as a topic of Kafka goes on. */
    private static final class EndlessNumbers extends NumberSequenceSource {
        private static final long serialVersionUID = 1L;

        EndlessNumbers() {
            super(HISTORY, Long.MAX_VALUE);
        }

        @Override
        public Boundedness getBoundedness() {
            return Boundedness.CONTINUOUS_UNBOUNDED;
        }
    }

    @Test
    @Timeout(120)
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testHistoryIsReadWholeBeforeASourceWithoutEndBegins() throws Exception {
        DataStream<Long> stream =
                stream(values().setBounded(TimeBounds.latest()).build(), new EndlessNumbers());

        List<Long> history = new ArrayList<>();
        List<Long> live = new ArrayList<>();
        try (CloseableIterator<Long> results = stream.executeAndCollect()) {
            while (history.size() < HISTORY || live.size() < 1000) {
                long number = results.next();
                (number < HISTORY ? history : live).add(number);
            }
        }

        assertThat(history).containsExactlyInAnyOrderElementsOf(numbers(0, HISTORY));
        assertThat(live).doesNotHaveDuplicates();
    }

    @Test
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testUnboundedSourceFollowsAnother() throws Exception {
        DataStream<Long> stream =
                stream(
                        new NumberSequenceSource(-1000, -1),
                        values().setUnbounded()
                                .setPollInterval(Duration.ofMillis(100))
                                .setLateArrival(Duration.ofSeconds(30))
                                .build());

        List<Long> read = new ArrayList<>();
        try (CloseableIterator<Long> results = stream.executeAndCollect()) {
            while (read.size() < 1000 + HISTORY) {
                read.add(results.next());
            }
            // As new as can be.
            write(HISTORY, HISTORY + 1, Instant.now());
            read.add(results.next());
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(numbers(-1000, HISTORY + 1));
    }
}
