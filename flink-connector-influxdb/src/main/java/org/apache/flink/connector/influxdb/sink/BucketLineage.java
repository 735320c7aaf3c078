/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.LineageVertex;

import java.util.List;
import java.util.Map;

/**
 * Where a sink writes to, for tools that draw where data go. It is named by its bucket alone: the
 * measurement is up to each record.
 *
 * @param datasets the buckets, with {@code *} for those that records choose
 */
record BucketLineage(List<LineageDataset> datasets) implements LineageVertex {

    static BucketLineage of(InfluxDBConnectionOptions connection, List<String> buckets) {
        return new BucketLineage(
                buckets.stream()
                        .<LineageDataset>map(bucket -> new Dataset(bucket, connection.url()))
                        .toList());
    }

    /** The bucket. The namespace is the server's URL, which never holds a secret. */
    private record Dataset(String name, String namespace) implements LineageDataset {
        @Override
        public Map<String, LineageDatasetFacet> facets() {
            return Map.of();
        }
    }
}
