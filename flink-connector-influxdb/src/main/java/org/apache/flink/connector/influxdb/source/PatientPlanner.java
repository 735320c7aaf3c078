/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Asks the server all that the enumerator wants to know. After a passing fault it asks again, until
 * it works or has been tried enough. For use by one thread at a time, but for {@link #close}.
 */
final class PatientPlanner implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PatientPlanner.class);

    private final SourceScope scope;
    private final InfluxDBClient client;
    private final RetryOptions retry;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Of those measurements that are just being planned: each knows the server's shard groups. */
    private final Map<String, SplitPlanner> planners = new HashMap<>();

    PatientPlanner(
            SourceScope scope, InfluxDBClient client, RetryOptions retry, RandomGenerator random) {
        this.scope = scope;
        this.client = client;
        this.retry = retry;
        this.random = random;
    }

    /** Cuts the next slice of a measurement, as {@link SplitPlanner#next}. */
    PlanSlice next(@Nullable String measurement, PlanProgress from)
            throws InfluxDBException, InterruptedException {
        SplitPlanner planner =
                planners.computeIfAbsent(
                        measurement,
                        name -> new SplitPlanner(client, scope.queryOf(name), scope.time()));
        PlanSlice slice = patiently("Planning", () -> planner.next(from));
        if (slice.progress().isDone()) {
            planners.remove(measurement);
        }
        return slice;
    }

    /** The server's clock. */
    Instant now() throws InfluxDBException, InterruptedException {
        return patiently("Asking for the server's time", client::serverTime);
    }

    /** What to begin with: the source's start, and plans with nothing planned. */
    EnumeratorState begin() throws InfluxDBException, InterruptedException {
        return patiently(
                "Beginning to plan",
                () -> {
                    PlanProgress history = scope.history(client.serverTime(), null);
                    List<MeasurementPlan> plans = new ArrayList<>();
                    for (String name : measurements()) {
                        plans.add(MeasurementPlan.from(name, history));
                    }
                    return new EnumeratorState(history.start(), plans, List.of());
                });
    }

    /**
     * Looks once for measurements that have no plan yet.
     *
     * @param start where the source started when it began
     * @param known the measurements that have a plan
     * @return plans of the others, with nothing planned
     */
    List<MeasurementPlan> look(long start, Set<String> known) throws InfluxDBException {
        List<String> fresh = new ArrayList<>(measurements());
        fresh.removeAll(known);
        if (fresh.isEmpty()) {
            return List.of();
        }
        PlanProgress history = scope.history(client.serverTime(), start);
        return fresh.stream().map(name -> MeasurementPlan.from(name, history)).toList();
    }

    /** As {@link #look}, but tries again. */
    List<MeasurementPlan> lookPatiently(long start, Set<String> known)
            throws InfluxDBException, InterruptedException {
        return patiently("Looking for more measurements", () -> look(start, known));
    }

    private List<String> measurements() throws InfluxDBException {
        if (scope.measurements() == null) {
            return Collections.singletonList(null);
        }
        return scope.measurements().isPattern()
                ? client.measurements(scope.query().bucket()).stream()
                        .filter(scope.measurements()::contains)
                        .sorted()
                        .toList()
                : scope.measurements().names();
    }

    /** Something that the server is asked. */
    private interface Question<T> {
        T ask() throws InfluxDBException;
    }

    private <T> T patiently(String what, Question<T> question)
            throws InfluxDBException, InterruptedException {
        Retries retries = new Retries(retry, random, System::nanoTime);
        while (true) {
            try {
                return question.ask();
            } catch (InfluxDBException e) {
                Duration wait = retries.next(e).orElse(null);
                if (wait == null) {
                    throw e;
                }
                LOG.warn(
                        "{} is tried again in {} ms ({} of at most {} retries): {}",
                        what,
                        wait.toMillis(),
                        retries.failures(),
                        retry.maxRetries(),
                        e.getMessage());
                if (closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw e;
                }
            }
        }
    }

    /** Ends all requests and waits at once. */
    @Override
    public void close() {
        closed.countDown();
        client.close();
    }
}
