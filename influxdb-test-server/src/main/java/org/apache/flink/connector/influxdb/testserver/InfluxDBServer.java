/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real InfluxDB for a test, with raw requests that do not go through the connector's client.
 *
 * <p>It is, in this order: the user's own server if {@code INFLUXDB_V1_URL}, or {@code
 * INFLUXDB_V2_URL} with {@code INFLUXDB_V2_TOKEN} and perhaps {@code INFLUXDB_V2_ORG}, is set; a
 * native {@code influxd} from the cache folder of the install script or from PATH; a container,
 * where Docker answers; a native one that {@code tools/install-influxdb.sh} builds now. If none
 * works, one exception tells what was tried.
 *
 * <p>Servers of our own end with the JVM, however it ends, and take their data with them.
 */
public final class InfluxDBServer implements AutoCloseable {
    private static final Map<ServerKind, InfluxDBServer> SHARED = new EnumMap<>(ServerKind.class);
    private static final Map<ServerKind, TestServerException> FAILED =
            new EnumMap<>(ServerKind.class);

    /** Tells buckets of several JVMs on one server apart. */
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private final ServerKind kind;
    private final ServerInstance instance;
    private final boolean shared;
    private final RawHttp http;
    private final ServerApi api;

    InfluxDBServer(ServerKind kind, ServerInstance instance, boolean shared) {
        this.kind = kind;
        this.instance = instance;
        this.shared = shared;
        this.http = new RawHttp(instance.url(), instance.credentials());
        this.api =
                kind.generation() == 1
                        ? new V1Api(http, kind.hasUsers())
                        : new V2Api(http, instance.credentials().organization());
    }

    /** The one server of this kind that all tests of this JVM use. It cannot be disturbed. */
    public static synchronized InfluxDBServer shared(ServerKind kind) {
        TestServerException failure = FAILED.get(kind);
        if (failure != null) {
            // The next class of tests would otherwise wait for the same failure again.
            throw new TestServerException(failure.getMessage(), failure);
        }
        return SHARED.computeIfAbsent(kind, InfluxDBServer::openShared);
    }

    private static InfluxDBServer openShared(ServerKind kind) {
        try {
            ServerInstance instance = ServerLocator.anyServer(System.getenv()).locate(kind);
            return new InfluxDBServer(kind, instance, true);
        } catch (TestServerException e) {
            FAILED.put(kind, e);
            throw e;
        }
    }

    /**
     * Starts a server that a test may disturb, so never the user's own, and which it must {@link
     * #close()}.
     */
    public static InfluxDBServer start(ServerKind kind) {
        ServerInstance instance = ServerLocator.ownServer(System.getenv()).locate(kind);
        return new InfluxDBServer(kind, instance, false);
    }

    public ServerKind kind() {
        return kind;
    }

    /** The base URL, without a slash at its end. */
    public String url() {
        return instance.url();
    }

    /**
     * The all-access token: {@code username:password} on InfluxDB 1.8 with users, empty without.
     */
    public String token() {
        return instance.credentials().token();
    }

    /** The name of the organization; empty for InfluxDB 1.8. */
    public String organization() {
        return instance.credentials().organization();
    }

    /** The version that the server calls itself by, such as {@code 2.9.1}. */
    public String version() {
        try {
            return Ping.version(url());
        } catch (IOException e) {
            throw new TestServerException(url() + " does not tell its version: " + e, e);
        }
    }

    /** Creates a bucket, on InfluxDB 1.8 a database, that keeps its data for ever. */
    public void createBucket(String name) {
        createBucket(name, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Creates a bucket, on InfluxDB 1.8 a database whose retention policy is {@code autogen}.
     *
     * @param retention how long points are kept; zero is for ever
     * @param shardGroupDuration the width of a shard group; zero leaves it to the server
     */
    public void createBucket(String name, Duration retention, Duration shardGroupDuration) {
        api.createBucket(name, retention, shardGroupDuration);
    }

    /** Creates a bucket under a name that nobody else uses, and returns the name. */
    public String createFreshBucket(Duration retention, Duration shardGroupDuration) {
        String name = "test_" + RUN + "_" + BUCKETS.incrementAndGet();
        createBucket(name, retention, shardGroupDuration);
        return name;
    }

    public void dropBucket(String name) {
        api.dropBucket(name);
    }

    /**
     * Writes points with times in nanoseconds.
     *
     * @param bucket on InfluxDB 1.8 a database or {@code database/retention-policy}
     * @throws TestServerException if the server takes less than all; it quotes the answer
     */
    public void writeLineProtocol(String bucket, String lines) {
        api.write(bucket, lines);
    }

    /**
     * Runs an InfluxQL statement and returns its JSON, with times in nanoseconds.
     *
     * @param bucket as for writing; empty for statements that need none
     * @throws TestServerException if the server refuses the statement, also within a 200 answer
     */
    public String queryInfluxQl(String bucket, String statement) {
        return api.influxQl(bucket, statement);
    }

    /**
     * Runs a Flux query and returns its annotated CSV.
     *
     * @throws TestServerException if the query fails, also within a 200 answer, and with status 403
     *     where Flux is switched off
     */
    public String queryFlux(String query) {
        return api.flux(query);
    }

    /** A token of 2.x, or a user of 1.8, that may write into this bucket, and nothing else. */
    public String createWriteToken(String bucket) {
        return api.createToken(bucket, "write");
    }

    /** A token of 2.x, or a user of 1.8, that may read from this bucket, and nothing else. */
    public String createReadToken(String bucket) {
        return api.createToken(bucket, "read");
    }

    /** Starts the server after {@link #stop} or {@link #kill}, with the same address and data. */
    public void start() {
        disturbable().start();
        http.forgetConnections();
    }

    /** Shuts the server down in good order and waits for its end. */
    public void stop() {
        disturbable().stop();
    }

    /** Ends the server at once, as {@code kill -9} does. */
    public void kill() {
        disturbable().kill();
    }

    /** Freezes the server: it takes connections and answers nothing until {@link #resume}. */
    public void suspend() {
        disturbable().suspend();
    }

    /** Lets the server go on after {@link #suspend}. */
    public void resume() {
        disturbable().resume();
    }

    /** Ends a server of this test's own, and removes its data. Does nothing to a shared one. */
    @Override
    public void close() {
        if (!shared) {
            instance.close();
        }
    }

    private ServerInstance disturbable() {
        if (shared) {
            throw new UnsupportedOperationException(
                    "The server at "
                            + url()
                            + " is shared with other tests and must not be disturbed: use"
                            + " InfluxDBServer.start or InfluxDBExtension.dedicated");
        }
        return instance;
    }

    @Override
    public String toString() {
        return "InfluxDBServer[" + kind + ", " + url() + "]";
    }
}
