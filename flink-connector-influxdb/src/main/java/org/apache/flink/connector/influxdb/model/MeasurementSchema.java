/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags and fields that the server knows of a measurement. */
@PublicEvolving
public final class MeasurementSchema {

    private final List<String> tags;
    private final SortedMap<String, Set<ColumnType>> fields;

    /**
     * A schema.
     *
     * @param tags the tag keys, in any order
     * @param fields the field keys, each with every type that it has in some shard
     */
    public MeasurementSchema(List<String> tags, Map<String, Set<ColumnType>> fields) {
        List<String> sorted = new ArrayList<>(tags);
        Collections.sort(sorted);
        this.tags = List.copyOf(sorted);
        SortedMap<String, Set<ColumnType>> copy = new TreeMap<>();
        fields.forEach(
                (name, types) ->
                        copy.put(name, Collections.unmodifiableSet(EnumSet.copyOf(types))));
        this.fields = Collections.unmodifiableSortedMap(copy);
    }

    /** The tag keys, sorted. */
    public List<String> tags() {
        return tags;
    }

    /**
     * The field keys, sorted, each with all its types. More than one type means that the type
     * changed from one shard to another.
     */
    public SortedMap<String, Set<ColumnType>> fields() {
        return fields;
    }

    /** Whether the server has no field of this measurement, so no point. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    @Override
    public String toString() {
        return "tags " + tags + ", fields " + fields;
    }
}
