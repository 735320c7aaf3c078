/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * A bucket as InfluxQL addresses it.
 *
 * @param database sent as the parameter {@code db}, so it needs no quoting
 * @param retentionPolicy sent as the parameter {@code rp}; empty for the database's default
 */
record BucketPath(String database, String retentionPolicy) {

    /**
     * Splits {@code database/retention-policy} at the first slash. 2.x reads the names of its
     * buckets in the same way ({@code parseDBRP} in its {@code dbrp/service.go}), with the policy
     * {@code autogen} where there is no slash; and that mapping is the database's default.
     */
    static BucketPath of(String bucket) {
        int slash = bucket.indexOf('/');
        return slash < 0
                ? new BucketPath(bucket, "")
                : new BucketPath(bucket.substring(0, slash), bucket.substring(slash + 1));
    }
}
