/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** InfluxDB 1.8: buckets are databases, and a user with a password does for a token. */
final class V1Api implements ServerApi {
    private final RawHttp http;
    private final boolean hasUsers;

    V1Api(RawHttp http, boolean hasUsers) {
        this.http = http;
        this.hasUsers = hasUsers;
    }

    /** Makes the administrator, which is all that a fresh server with users lets anybody do. */
    static Credentials setUp(String url) {
        InfluxQl.query(
                new RawHttp(url, Credentials.NONE),
                "",
                "CREATE USER \"test-user\" WITH PASSWORD 'test-password' WITH ALL PRIVILEGES");
        return new Credentials("test-user:test-password", "");
    }

    @Override
    public void createBucket(String name, Duration retention, Duration shardGroupDuration) {
        String duration = retention.isZero() ? "INF" : retention.toSeconds() + "s";
        String shards =
                shardGroupDuration.isZero()
                        ? ""
                        : " SHARD DURATION " + shardGroupDuration.toSeconds() + "s";
        influxQl(
                "",
                "CREATE DATABASE "
                        + quoted(name)
                        + " WITH DURATION "
                        + duration
                        + shards
                        + " NAME \"autogen\"");
    }

    @Override
    public void dropBucket(String name) {
        influxQl("", "DROP DATABASE " + quoted(name));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void write(String bucket, String lineProtocol) {
        http.post("/write", InfluxQl.target(bucket), "text/plain; charset=utf-8", lineProtocol);
    }

    @Override
    public String influxQl(String bucket, String query) {
        return InfluxQl.query(http, bucket, query);
    }

    @Override
    public String flux(String query) {
        return Flux.query(http, Map.of(), query);
    }

    @Override
    public String createToken(String bucket, String action) {
        if (!hasUsers) {
            throw new UnsupportedOperationException("This InfluxDB 1.8 has no users");
        }
        String user = action + "-" + UUID.randomUUID();
        String password = "may-only-" + action;
        influxQl("", "CREATE USER " + quoted(user) + " WITH PASSWORD '" + password + "'");
        String grant = "GRANT " + action.toUpperCase(Locale.ROOT) + " ON ";
        influxQl("", grant + quoted(bucket) + " TO " + quoted(user));
        return user + ":" + password;
    }
}
