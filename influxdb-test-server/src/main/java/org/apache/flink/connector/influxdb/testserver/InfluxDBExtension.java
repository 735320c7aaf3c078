/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Gives tests a server, and buckets of their own.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final InfluxDBExtension influxdb = InfluxDBExtension.shared(ServerKind.V2);
 * }</pre>
 *
 * <p>A bucket made during a test is dropped after it; one made in {@code @BeforeAll} after the last
 * test of the class. Register it in a static field; tests of one class must not run in parallel.
 */
public final class InfluxDBExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final ServerKind kind;
    private final boolean dedicated;
    private final Deque<String> buckets = new ArrayDeque<>();

    /** How many buckets there were when each class or test that now runs began. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    private InfluxDBServer server;

    private InfluxDBExtension(ServerKind kind, boolean dedicated) {
        this.kind = kind;
        this.dedicated = dedicated;
    }

    /** Uses the server that all tests of this JVM share. It cannot be stopped or disturbed. */
    public static InfluxDBExtension shared(ServerKind kind) {
        return new InfluxDBExtension(kind, false);
    }

    /** Starts a server for this class alone, which tests may stop, kill and suspend. */
    public static InfluxDBExtension dedicated(ServerKind kind) {
        return new InfluxDBExtension(kind, true);
    }

    /** The server, from {@code @BeforeAll} on. */
    public InfluxDBServer server() {
        if (server == null) {
            throw new IllegalStateException(
                    "There is no server yet: register the InfluxDBExtension in a static field that"
                            + " is annotated with @RegisterExtension");
        }
        return server;
    }

    /** Creates an empty bucket, on InfluxDB 1.8 a database, and returns its unique name. */
    public String newBucket() {
        return newBucket(Duration.ZERO, Duration.ZERO);
    }

    /** As {@link #newBucket()}, with what {@link InfluxDBServer#createBucket} says of durations. */
    public String newBucket(Duration retention, Duration shardGroupDuration) {
        String bucket = server().createFreshBucket(retention, shardGroupDuration);
        buckets.push(bucket);
        return bucket;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // First, since JUnit calls afterAll even if no server is found.
        marks.push(buckets.size());
        if (server == null) {
            server = dedicated ? InfluxDBServer.start(kind) : InfluxDBServer.shared(kind);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        marks.push(buckets.size());
        server();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        dropBucketsDownTo(marks.pop());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        dropBucketsDownTo(marks.pop());
        // Also called after each nested class, whose outer class may have tests to come.
        if (marks.isEmpty() && server != null) {
            server.close();
            server = null;
        }
    }

    private void dropBucketsDownTo(int mark) {
        while (buckets.size() > mark) {
            String bucket = buckets.pop();
            // The data of a dedicated server goes with it, and a test may have left it stopped.
            if (!dedicated) {
                server.dropBucket(bucket);
            }
        }
    }
}
