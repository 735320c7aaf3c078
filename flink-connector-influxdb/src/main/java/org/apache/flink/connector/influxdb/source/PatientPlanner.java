/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Plans again after a passing fault of the server, until it works or has been tried enough. */
final class PatientPlanner implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PatientPlanner.class);

    private final SplitPlanner planner;
    private final InfluxDBClient client;
    private final RetryOptions retry;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);

    PatientPlanner(
            SplitPlanner planner,
            InfluxDBClient client,
            RetryOptions retry,
            RandomGenerator random) {
        this.planner = planner;
        this.client = client;
        this.retry = retry;
        this.random = random;
    }

    /** As {@link SplitPlanner#next}. */
    PlanSlice next(@Nullable PlanProgress from) throws InfluxDBException, InterruptedException {
        Retries retries = new Retries(retry, random, System::nanoTime);
        while (true) {
            try {
                return planner.next(from);
            } catch (InfluxDBException e) {
                Duration wait = retries.next(e).orElse(null);
                if (wait == null) {
                    throw e;
                }
                LOG.warn(
                        "Planning is tried again in {} ms ({} of at most {} retries): {}",
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
