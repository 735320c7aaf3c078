/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The shard groups that a server lists, and between them those that it would make. */
final class ListedShardGroups implements ShardGroups {

    private final NavigableMap<Long, TimeRange> listed = new TreeMap<>();
    private final ShardGroups possible;

    /**
     * Shard groups.
     *
     * @param possible the group that the server would make for a time that none of them holds; it
     *     is cut off where a listed one begins or ends, as the server does it
     */
    ListedShardGroups(List<TimeRange> listed, ShardGroups possible) {
        listed.forEach(group -> this.listed.put(group.start(), group));
        this.possible = possible;
    }

    @Override
    public TimeRange containing(long time) {
        TimeRange group = possible.containing(time);
        Map.Entry<Long, TimeRange> below = listed.floorEntry(time);
        if (below != null) {
            TimeRange known = below.getValue();
            if (known.contains(time)) {
                return cutAbove(known, time);
            }
            group = group.withStart(Math.max(group.start(), known.stop()));
        }
        return cutAbove(group, time);
    }

    private TimeRange cutAbove(TimeRange group, long time) {
        Long above = listed.higherKey(time);
        return above != null && above < group.stop() ? group.withStop(above) : group;
    }
}
