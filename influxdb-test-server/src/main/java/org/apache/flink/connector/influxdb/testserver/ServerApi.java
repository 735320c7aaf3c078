/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.time.Duration;

/** What differs between the generations in the requests that a test makes. */
interface ServerApi {
    /** Gives a fresh server what it needs before it answers anything else. */
    static Credentials setUp(ServerKind kind, String url) {
        if (!kind.hasUsers()) {
            return Credentials.NONE;
        }
        return kind.generation() == 1 ? V1Api.setUp(url) : V2Api.setUp(url);
    }

    void createBucket(String name, Duration retention, Duration shardGroupDuration);

    void dropBucket(String name);

    void write(String bucket, String lineProtocol);

    String influxQl(String bucket, String query);

    String flux(String query);

    /** A token that may do only the one thing, {@code read} or {@code write}, in one bucket. */
    String createToken(String bucket, String action);
}
