/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.util.function.SerializableFunction;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where the points of a record go, and whether they are written there or deleted.
 *
 * @param bucket the sink's own bucket, or null if it has none
 * @param selector chooses the bucket of a record, or null if all go to the sink's own
 * @param deletes whether a record deletes its points, or null if none does
 */
record Routing<T>(
        @Nullable String bucket,
        @Nullable SerializableFunction<T, String> selector,
        @Nullable FilterFunction<T> deletes)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** In lineage, for buckets that are known only when their records come. */
    private static final String ANY = "*";

    /** The bucket of a record, or null if it has none. */
    @Nullable
    String bucketOf(T record) {
        if (selector == null) {
            return bucket;
        }
        String selected = selector.apply(record);
        if (selected == null) {
            return bucket;
        }
        return selected.isBlank() ? null : selected;
    }

    /** Whether the points of a record are deleted. */
    boolean deletes(T record) throws IOException {
        if (deletes == null) {
            return false;
        }
        try {
            return deletes.filter(record);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The delete selector failed: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that the server can do what is asked for.
     *
     * @throws UnsupportedOperationException if it cannot
     */
    void check(InfluxDBVersion version) {
        if (deletes != null && version == InfluxDBVersion.V3) {
            throw new UnsupportedOperationException(
                    version
                            + " cannot delete single points. Take out the delete selector"
                            + " (setDeleteSelector), or set 'sink.delete.mode' to 'ignore' or"
                            + " 'fail'.");
        }
    }

    /** The buckets as far as they are known before the job runs. */
    List<String> knownBuckets() {
        List<String> known = new ArrayList<>();
        if (bucket != null) {
            known.add(bucket);
        }
        if (selector != null) {
            known.add(ANY);
        }
        return known;
    }
}
