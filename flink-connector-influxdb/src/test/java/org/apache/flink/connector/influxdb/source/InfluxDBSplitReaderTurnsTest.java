/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of several tails a fetcher serves, by a clock that is set by hand. */
class InfluxDBSplitReaderTurnsTest {

    private static final long MILLISECOND = 1_000_000L;

    private final Map<String, Turns> tails = new HashMap<>();
    private final List<String> served = new ArrayList<>();
    private long nanos;

    private final InfluxDBSplitReader reader =
            new InfluxDBSplitReader(
                    split -> tails.get(split.measurement()), () -> nanos, new ReadMetrics());

    /** Is due again after a time, and needs so many turns for a round. */
    private final class Turns implements Reading {
        private final String name;
        private final long interval;
        private final int turnsOfRound;
        private long dueAt;
        private int turn;
        private int closed;

        Turns(String name, Duration interval, int turnsOfRound) {
            this.name = name;
            this.interval = interval.toNanos();
            this.turnsOfRound = turnsOfRound;
        }

        @Override
        public long nanosToWait(long now) {
            return turn > 0 ? UNDER_WAY : dueAt - now;
        }

        @Override
        public boolean read(List<SplitElement> elements, BooleanSupplier pause) {
            served.add(name);
            nanos += MILLISECOND;
            turn = (turn + 1) % turnsOfRound;
            if (turn == 0) {
                dueAt = nanos + interval;
            }
            return false;
        }

        @Override
        public void recover(InfluxDBException fault) {}

        @Override
        public void close() {
            closed++;
        }
    }

    private InfluxDBSplit tail(String name, Duration interval, int turnsOfRound) {
        tails.put(name, new Turns(name, interval, turnsOfRound));
        InfluxDBSplit split = InfluxDBSplit.tail(name, 0);
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split)));
        return split;
    }

    private void fetch(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            reader.fetch().recycle();
        }
    }

    @Test
    void testTailThatIsDueFirstIsServedFirst() throws Exception {
        tail("slow", Duration.ofMillis(5), 1);
        tail("fast", Duration.ofMillis(2), 1);

        fetch(2);
        nanos += 5 * MILLISECOND;
        fetch(2);

        assertThat(served).containsExactly("slow", "fast", "fast", "slow");
    }

    @Test
    void testTailThatIsAlwaysDueLeavesTurnsToOthers() throws Exception {
        tail("behind", Duration.ZERO, 1);
        tail("other", Duration.ofMillis(3), 1);

        fetch(12);

        assertThat(served.stream().filter("other"::equals)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void testRoundIsFinishedBeforeTheNextTailIsServed() throws Exception {
        tail("a", Duration.ZERO, 3);
        tail("b", Duration.ZERO, 2);

        fetch(8);

        assertThat(served).containsExactly("a", "a", "a", "b", "b", "a", "a", "a");
    }

    @Test
    void testPausedTailDoesNotKeepOthersFromBeingRead() throws Exception {
        InfluxDBSplit paused = tail("paused", Duration.ZERO, 2);
        tail("other", Duration.ZERO, 1);
        fetch(1);

        reader.pauseOrResumeSplits(List.of(paused), List.of());
        fetch(2);
        reader.pauseOrResumeSplits(List.of(), List.of(paused));
        fetch(1);

        assertThat(served).containsExactly("paused", "other", "other", "paused");
    }

    @Test
    void testJobThatTakesNothingIsWaitedFor() throws Exception {
        tail("a", Duration.ZERO, 1);
        RecordsWithSplitIds<SplitElement> first = reader.fetch();
        for (int i = 1; i < InfluxDBSplitReader.MAX_BATCHES; i++) {
            reader.fetch();
        }
        CompletableFuture<RecordsWithSplitIds<SplitElement>> waiting = fetchElsewhere();
        assertThat(served).hasSize(InfluxDBSplitReader.MAX_BATCHES);

        first.recycle();

        waiting.get(10, TimeUnit.SECONDS);
        assertThat(served).hasSize(InfluxDBSplitReader.MAX_BATCHES + 1);
    }

    @Test
    void testWakeUpEndsTheWaitForTheJob() throws Exception {
        tail("a", Duration.ZERO, 1);
        for (int i = 0; i < InfluxDBSplitReader.MAX_BATCHES; i++) {
            reader.fetch();
        }
        CompletableFuture<RecordsWithSplitIds<SplitElement>> waiting = fetchElsewhere();

        reader.wakeUp();

        assertThat(waiting.get(10, TimeUnit.SECONDS).nextSplit()).isNull();
        assertThat(served).hasSize(InfluxDBSplitReader.MAX_BATCHES);
    }

    private CompletableFuture<RecordsWithSplitIds<SplitElement>> fetchElsewhere() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reader.fetch();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void testWakeUpEndsTheWaitForATailAndServesNone() throws Exception {
        tail("a", Duration.ofHours(1), 1);
        fetch(1);
        CompletableFuture<RecordsWithSplitIds<SplitElement>> waiting = fetchElsewhere();

        reader.wakeUp();

        assertThat(waiting.get(10, TimeUnit.SECONDS).nextSplit()).isNull();
        assertThat(served).containsExactly("a");
    }

    @Test
    void testClosingEndsTheRequestsOfAllTails() {
        tail("a", Duration.ZERO, 1);
        tail("b", Duration.ZERO, 1);

        reader.close();

        assertThat(tails.values()).allSatisfy(tail -> assertThat(tail.closed).isEqualTo(1));
    }
}
