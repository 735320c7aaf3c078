/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.time.Duration;
import java.util.Map;

/** InfluxDB 1.8: buckets are databases, and there are no tokens. */
final class V1Api implements ServerApi {
    private final RawHttp http;

    V1Api(RawHttp http) {
        this.http = http;
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
        throw new UnsupportedOperationException("InfluxDB 1.8 has no tokens");
    }
}
