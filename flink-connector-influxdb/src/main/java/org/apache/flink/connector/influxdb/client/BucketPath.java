/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * A bucket as queries address it.
 *
 * @param database of InfluxQL; sent as the parameter {@code db}, so it needs no quoting
 * @param retentionPolicy of InfluxQL; sent as the parameter {@code rp}; empty for the database's
 *     default
 * @param organization of Flux, or empty
 */
record BucketPath(String database, String retentionPolicy, String organization) {

    /** {@code database/retention-policy}, split at the first slash, as 1.8 itself does it. */
    static BucketPath ofV1(String bucket) {
        int slash = bucket.indexOf('/');
        return slash < 0
                ? new BucketPath(bucket, "", "")
                : new BucketPath(bucket.substring(0, slash), bucket.substring(slash + 1), "");
    }

    /** For Flux, which takes the bucket's name as it is. */
    static BucketPath ofFlux(String organization) {
        return new BucketPath("", "", organization);
    }
}
