/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of one series, joined by time. */
final class SeriesValues implements Comparable<SeriesValues> {

    private final int order;
    private final Map<String, String> tags;
    private final List<FieldValues> fields = new ArrayList<>();
    private long nextTime;

    /**
     * A series without values yet.
     *
     * @param order among the series: the one that came first goes first where times are equal
     */
    SeriesValues(int order, Map<String, String> tags) {
        this.order = order;
        this.tags = tags;
    }

    Map<String, String> tags() {
        return tags;
    }

    void add(FieldValues field) {
        fields.add(field);
    }

    /** Goes to the earliest time that has not been taken; false if there is none. */
    boolean advance() {
        boolean found = false;
        for (FieldValues field : fields) {
            if (field.hasNext() && (!found || field.nextTime() < nextTime)) {
                nextTime = field.nextTime();
                found = true;
            }
        }
        return found;
    }

    /** The time that {@link #advance} went to. */
    long nextTime() {
        return nextTime;
    }

    /** Takes the values of that time into a row. */
    void take(Object[] row) {
        for (FieldValues field : fields) {
            if (field.hasNext() && field.nextTime() == nextTime) {
                row[field.position()] = field.take();
            }
        }
    }

    @Override
    public int compareTo(SeriesValues other) {
        int byTime = Long.compare(nextTime, other.nextTime);
        return byTime != 0 ? byTime : Integer.compare(order, other.order);
    }
}
