/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * A bucket as queries address it.
 *
 * @param database of InfluxQL; sent as the parameter {@code db}, so it needs no quoting
 * @param retentionPolicy of InfluxQL; sent as the parameter {@code rp}; empty for the database's
 *     default
 * @param organization of Flux, or empty
 * @param isDefault whether SHOW TAG KEYS and SHOW MEASUREMENTS tell of this bucket. On 2.x they
 *     know the default retention policy of the database only, which may be another bucket
 */
record BucketPath(String database, String retentionPolicy, String organization, boolean isDefault) {

    /** {@code database/retention-policy}, split at the first slash, as 1.8 itself does it. */
    static BucketPath ofV1(String bucket) {
        int slash = bucket.indexOf('/');
        return slash < 0
                ? new BucketPath(bucket, "", "", true)
                : new BucketPath(bucket.substring(0, slash), bucket.substring(slash + 1), "", true);
    }

    /** For Flux, which takes the bucket's name as it is. */
    static BucketPath ofFlux(String organization) {
        return new BucketPath("", "", organization, true);
    }
}
