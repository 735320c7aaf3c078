/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.util.Optional;

/**
 * Reads a range one shard group after the other. Within one a field has one type; over several,
 * Flux leaves out whatever has another type than the first, without a word.
 */
final class ReadsByShardGroup implements ChainedCursor.Parts {

    private final ShardGroups groups;
    private final Census census;
    private final Read read;

    /** Null behind the last shard group. */
    @Nullable private TimeRange rest;

    /** Reads a range inside one shard group. */
    interface Read {
        RowCursor of(TimeRange range) throws InfluxDBException;
    }

    /**
     * The reads of a range.
     *
     * @param census tells where to go on behind an empty shard group, since all time has thousands
     *     of them
     */
    ReadsByShardGroup(TimeRange range, ShardGroups groups, Census census, Read read) {
        this.rest = range;
        this.groups = groups;
        this.census = census;
        this.read = read;
    }

    @Override
    public Optional<RowCursor> next(boolean hadRows) throws InfluxDBException {
        if (rest == null) {
            return Optional.empty();
        }
        TimeRange group = groupAt(rest.start());
        if (!hadRows && group.stop() < rest.stop()) {
            Optional<Long> first = census.earliest(rest);
            if (first.isEmpty()) {
                rest = null;
                return Optional.empty();
            }
            group = groupAt(first.get());
        }
        rest = group.stop() == rest.stop() ? null : rest.withStart(group.stop());
        return Optional.of(read.of(group));
    }

    private TimeRange groupAt(long time) {
        return groups.containing(time).intersect(rest).orElseThrow();
    }
}
