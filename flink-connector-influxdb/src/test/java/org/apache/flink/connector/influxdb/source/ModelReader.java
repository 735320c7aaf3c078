/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader of an {@link EnumeratorModel}: reads ranges of time, and keeps a watermark. */
final class ModelReader {

    private static final int MAX_OPEN = 2;
    private static final long LATE = Duration.ofMinutes(1).toNanos();

    private final Map<String, InfluxDBSplit> open = new LinkedHashMap<>();
    private final List<Read> reads;
    private final Set<String> mayBeLate;
    private long watermark = Long.MIN_VALUE;
    private long reached = Long.MIN_VALUE;
    private int requested;
    private boolean isEndOfInput;

    /** A stretch of time of which all rows were handed on. */
    record Read(String measurement, long start, long stop) {}

    /** What a checkpoint has of a reader. */
    record Saved(List<InfluxDBSplit> splits, List<Read> reads) {}

    ModelReader(List<Read> reads, Set<String> mayBeLate) {
        this.reads = new ArrayList<>(reads);
        this.mayBeLate = mayBeLate;
    }

    Saved save() {
        return new Saved(List.copyOf(open.values()), List.copyOf(reads));
    }

    void add(List<InfluxDBSplit> splits) {
        for (InfluxDBSplit split : splits) {
            if (!mayBeLate.contains(split.measurement())) {
                assertThat(split.remainingStart())
                        .as("rows of %s would be late", split)
                        .isGreaterThanOrEqualTo(watermark);
            }
            assertThat(open.put(split.splitId(), split)).isNull();
            requested = split.isTail() ? requested : Math.max(0, requested - 1);
        }
    }

    boolean request() {
        long history = open.values().stream().filter(split -> !split.isTail()).count();
        boolean isWanted = !isEndOfInput && history + requested < MAX_OPEN;
        requested += isWanted ? 1 : 0;
        return isWanted;
    }

    void endInput() {
        isEndOfInput = true;
    }

    boolean isEndOfInput() {
        return isEndOfInput;
    }

    List<InfluxDBSplit> tails() {
        return open.values().stream().filter(InfluxDBSplit::isEndless).toList();
    }

    void readSome(Random random, long now) {
        if (open.isEmpty()) {
            return;
        }
        InfluxDBSplit split = List.copyOf(open.values()).get(random.nextInt(open.size()));
        if (split.isTail()) {
            follow(split, now, random.nextBoolean());
        } else if (random.nextBoolean() || split.range().stop() - split.remainingStart() < 3) {
            finish(split);
        } else {
            long start = split.remainingStart();
            long to = start + 1 + random.nextLong(split.range().stop() - start - 1);
            reads.add(new Read(split.measurement(), start, to));
            open.put(
                    split.splitId(),
                    split.withPosition(new SplitPosition.AtInstant(to, List.of())));
        }
        moveWatermark();
    }

    /** Finishes a split, if there is one that ends. */
    boolean finishOne(long now) {
        for (InfluxDBSplit split : List.copyOf(open.values())) {
            if (!split.isTail()) {
                finish(split);
            } else if (!split.isEndless()) {
                follow(split, now, false);
            }
            if (!split.isEndless()) {
                moveWatermark();
                return true;
            }
        }
        return false;
    }

    private void finish(InfluxDBSplit split) {
        read(split.measurement(), split.remainingStart(), split.range().stop());
        reached = Math.max(reached, split.range().stop());
        open.remove(split.splitId());
    }

    private void read(String measurement, long start, long stop) {
        if (start < stop) {
            reads.add(new Read(measurement, start, stop));
        }
    }

    private void follow(InfluxDBSplit tail, long now, boolean onlyInPart) {
        SplitPosition.InTail at = (SplitPosition.InTail) tail.position();
        long from = tail.handover();
        long to = Math.min(now, tail.range().stop());
        read(tail.measurement(), from, to);
        if (to == tail.range().stop()) {
            reached = Math.max(reached, to);
            open.remove(tail.splitId());
        } else if (from < to) {
            SplitPosition position =
                    onlyInPart
                            ? new SplitPosition.InTail(
                                    at.settled(),
                                    at.mark(),
                                    SeenPoints.ofPacked(new long[] {to - 1, 1, 2, 3}))
                            : new SplitPosition.InTail(
                                    Math.max(at.settled(), to - LATE), to, SeenPoints.NONE);
            open.put(tail.splitId(), tail.withPosition(position));
        }
    }

    private void moveWatermark() {
        watermark =
                Math.max(
                        watermark,
                        open.values().stream()
                                .mapToLong(InfluxDBSplit::remainingStart)
                                .min()
                                .orElse(reached));
    }
}
