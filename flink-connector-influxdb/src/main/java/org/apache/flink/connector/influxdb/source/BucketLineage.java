/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

import java.util.List;
import java.util.Map;

/**
 * What a source reads, for tools that draw where data come from. A measurement is named {@code
 * bucket/measurement}. A query of the user's own is named by its bucket alone: it may read all of
 * it, and its text may hold anything, also what is not for everybody's eyes.
 *
 * @param boundedness of the source
 * @param datasets what it reads
 */
record BucketLineage(Boundedness boundedness, List<LineageDataset> datasets)
        implements SourceLineageVertex {

    static BucketLineage of(
            InfluxDBConnectionOptions connection, InfluxDBQuery query, Boundedness boundedness) {
        String name =
                query instanceof InfluxDBQuery.OfMeasurement of
                        ? of.bucket() + '/' + of.measurement()
                        : query.bucket();
        return new BucketLineage(boundedness, List.of(new Dataset(name, connection.url())));
    }

    /** One thing that is read. The namespace is the server's URL, which never holds a secret. */
    private record Dataset(String name, String namespace) implements LineageDataset {
        @Override
        public Map<String, LineageDatasetFacet> facets() {
            return Map.of();
        }
    }
}
