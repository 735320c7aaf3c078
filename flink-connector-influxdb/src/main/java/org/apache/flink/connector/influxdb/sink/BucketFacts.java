/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a server says of the things in its buckets, remembered. A record waits for the first answer
 * about a thing, so that what is decided by it does not depend on chance. If a server does not
 * tell, or not soon, that means unknown, of all new things in that bucket: nobody waits any more, a
 * line in the log says so once, and it is asked again, soon if it was away, else every minute.
 *
 * <p>Used on the task thread only.
 *
 * @param <T> what is said
 */
final class BucketFacts<T> {

    private static final Logger LOG = LoggerFactory.getLogger(BucketFacts.class);

    /** How many things are remembered at most. */
    static final int CAPACITY = 10_000;

    static final Duration RETRY = Duration.ofMinutes(1);

    static final Duration RETRY_SOON = Duration.ofSeconds(5);

    /** How soon all may be forgotten to make room. Until then new things are unknown. */
    static final Duration KEPT = Duration.ofHours(1);

    private final String guard;
    private final Question<T> question;
    private final SideReads reads;
    private final LongSupplier clock;

    private final Map<String, OfBucket<T>> buckets = new HashMap<>();
    private int size;

    // The same bucket and thing as for the last point, down to the objects, are the rule.
    @Nullable private String lastBucket;
    @Nullable private String lastName;
    @Nullable private T last;

    private long emptied;
    private boolean warned;
    private boolean warnedOfSize;
    private volatile int unreadable;

    /**
     * Facts, of which none is known yet.
     *
     * @param guard who needs them, for the log
     * @param clock nanoseconds that never go back
     */
    BucketFacts(String guard, Question<T> question, SideReads reads, LongSupplier clock) {
        this.guard = guard;
        this.question = question;
        this.reads = reads;
        this.clock = clock;
        this.emptied = clock.getAsLong();
    }

    /** Asks a server about a thing. Is used by one thread at a time. */
    @FunctionalInterface
    interface Question<T> {
        /**
         * What the server says.
         *
         * @param isNew whether nothing was known of it, so that something a little older will do
         */
        T ask(String bucket, String name, boolean isNew) throws IOException;
    }

    /** What was said, and when it was asked. */
    private record Fact<T>(T value, long asked) {}

    private static final class OfBucket<T> {
        private final String name;
        private final Map<String, Fact<T>> facts = new HashMap<>();
        private boolean isUnreadable;
        private Duration retry = RETRY;

        private OfBucket(String name) {
            this.name = name;
        }
    }

    /** What was said of a thing, whenever that was; waits if nothing was yet. Null if unknown. */
    @Nullable
    T known(String bucket, String name) throws InterruptedException {
        if (bucket == lastBucket && name == lastName) {
            return last;
        }
        T value = lookedUp(bucket, name);
        if (value != null) {
            lastBucket = bucket;
            lastName = name;
            last = value;
        }
        return value;
    }

    @Nullable
    private T lookedUp(String bucket, String name) throws InterruptedException {
        OfBucket<T> of = of(bucket);
        Fact<T> fact = of.facts.get(name);
        if (fact == null && !of.isUnreadable && hasRoom()) {
            fact = ask(of, name);
        }
        return fact == null ? null : fact.value();
    }

    /** What is said of a thing now; waits if that was asked too long ago. Null if unknown. */
    @Nullable
    T fresh(String bucket, String name, Duration maxAge) throws InterruptedException {
        OfBucket<T> of = of(bucket);
        Fact<T> fact = of.facts.get(name);
        if (fact != null && !isOlder(fact, maxAge)) {
            return fact.value();
        }
        if (of.isUnreadable || fact == null && !hasRoom()) {
            return null;
        }
        fact = ask(of, name);
        return fact == null ? null : fact.value();
    }

    /** Has a thing that is known asked again aside, if it was asked too long ago. */
    void refresh(String bucket, String name, Duration maxAge) {
        OfBucket<T> of = of(bucket);
        Fact<T> fact = of.facts.get(name);
        if (fact != null && !of.isUnreadable && !reads.isBusy() && isOlder(fact, maxAge)) {
            start(of, name);
        }
    }

    /** Of how many buckets the server does not tell. Asked on any thread. */
    int unreadable() {
        return unreadable;
    }

    private OfBucket<T> of(String bucket) {
        OfBucket<T> of = buckets.get(bucket);
        if (of == null) {
            of = new OfBucket<>(bucket);
            buckets.put(bucket, of);
        }
        return of;
    }

    private boolean isOlder(Fact<T> fact, Duration age) {
        return clock.getAsLong() - fact.asked() > age.toNanos();
    }

    private boolean hasRoom() {
        if (size < CAPACITY) {
            return true;
        }
        long now = clock.getAsLong();
        if (now - emptied < KEPT.toNanos()) {
            if (!warnedOfSize) {
                warnedOfSize = true;
                LOG.warn(
                        "{} knows {} measurements and does not look at those that come now, until"
                                + " it makes room once an hour",
                        guard,
                        CAPACITY);
            }
            return false;
        }
        buckets.values().forEach(of -> of.facts.clear());
        lastBucket = null;
        size = 0;
        emptied = now;
        return true;
    }

    /** What the server says from now on, or null if it does not. */
    @Nullable
    private Fact<T> ask(OfBucket<T> of, String name) throws InterruptedException {
        Fact<T> before = of.facts.get(name);
        if (reads.await(() -> !reads.isBusy())) {
            start(of, name);
            if (reads.await(() -> !reads.isBusy())) {
                Fact<T> after = of.facts.get(name);
                return after == before ? null : after;
            }
        }
        unknown(
                of,
                name,
                new InfluxDBException(
                        InfluxDBException.Kind.CONNECTION,
                        "it did not answer within " + SideReads.PATIENCE.toSeconds() + " s",
                        null));
        return null;
    }

    private void start(OfBucket<T> of, String name) {
        long asked = clock.getAsLong();
        boolean isNew = !of.facts.containsKey(name);
        reads.start(
                () -> question.ask(of.name, name, isNew),
                (value, failure) -> {
                    if (failure == null) {
                        told(of, name, new Fact<>(value, asked));
                    } else {
                        unknown(of, name, failure);
                    }
                });
    }

    private void told(OfBucket<T> of, String name, Fact<T> fact) {
        lastBucket = null;
        if (of.facts.put(name, fact) == null) {
            size++;
        }
        if (of.isUnreadable) {
            of.isUnreadable = false;
            unreadable--;
            LOG.info("{} works again for bucket '{}'", guard, of.name);
        }
    }

    private void unknown(OfBucket<T> of, String name, Exception failure) {
        of.retry =
                failure instanceof InfluxDBException answer && answer.isTransient()
                        ? RETRY_SOON
                        : RETRY;
        if (of.isUnreadable) {
            return;
        }
        of.isUnreadable = true;
        unreadable++;
        String words =
                "{} is off for bucket '{}', since the server does not tell what it needs; points"
                        + " are written without it, and the server is asked again: {}";
        if (warned) {
            LOG.info(words, guard, of.name, failure.getMessage());
        } else {
            warned = true;
            LOG.warn(words, guard, of.name, failure.getMessage());
        }
        LOG.debug("Why the server does not tell", failure);
        askAgainLater(of, name);
    }

    private void askAgainLater(OfBucket<T> of, String name) {
        reads.after(
                of.retry,
                () -> {
                    if (of.isUnreadable) {
                        if (!reads.isBusy()) {
                            start(of, name);
                        }
                        askAgainLater(of, name);
                    }
                });
    }
}
