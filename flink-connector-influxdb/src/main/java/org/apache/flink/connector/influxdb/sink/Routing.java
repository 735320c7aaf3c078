/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.util.function.SerializableFunction;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Says where the points of a record go.
 *
 * @param bucket the sink's own bucket, or null if it has none
 * @param selector chooses the bucket of a record, or null if all go to the sink's own
 */
record Routing<T>(@Nullable String bucket, @Nullable SerializableFunction<T, String> selector)
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
