/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a source reads, for tools that draw where data come from. A measurement is named {@code
 * bucket/measurement}, also where a pattern stands for measurements. A query of the user's own is
 * named by its bucket alone: it may read all of it, and its text may hold anything, also what is
 * not for everybody's eyes.
 *
 * @param boundedness of the source
 * @param datasets what it reads
 */
record BucketLineage(Boundedness boundedness, List<LineageDataset> datasets)
        implements SourceLineageVertex {

    static BucketLineage of(InfluxDBConnectionOptions connection, SourceScope scope) {
        String bucket = scope.query().bucket();
        List<LineageDataset> datasets =
                names(scope.measurements()).stream()
                        .map(name -> name.isEmpty() ? bucket : bucket + '/' + name)
                        .<LineageDataset>map(name -> new Dataset(name, connection.url()))
                        .toList();
        return new BucketLineage(
                scope.isUnbounded() ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED,
                datasets);
    }

    /** The measurements, or their pattern; empty text for all of the bucket. */
    private static List<String> names(@Nullable MeasurementChoice measurements) {
        if (measurements == null) {
            return List.of("");
        }
        return measurements.isPattern()
                ? List.of(measurements.pattern().pattern())
                : measurements.names();
    }

    /** One thing that is read. The namespace is the server's URL, which never holds a secret. */
    private record Dataset(String name, String namespace) implements LineageDataset {
        @Override
        public Map<String, LineageDatasetFacet> facets() {
            return Map.of();
        }
    }
}
