/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.io.Closeable;

/** Windows of time that hold points, in time order. A cursor belongs to one thread. */
@Internal
public interface DensityCursor extends Closeable {

    /** Goes to the next window, waiting for the server if need be. */
    boolean next() throws InfluxDBException;

    /** The window that {@link #next} went to, cut off where the range asked for begins or ends. */
    TimeRange window();

    /** About how many points it has: the largest count among the fields. */
    long rows();

    /** How many values they have: the sum of the counts of all fields. */
    long values();

    /** Whether it is known that all fields have the same count. */
    default boolean isEven() {
        return false;
    }

    /** Ends the request at once. */
    @Override
    void close();

    /** Of a range in which nothing is counted. */
    DensityCursor NO_WINDOWS =
            new DensityCursor() {
                @Override
                public boolean next() {
                    return false;
                }

                @Override
                public TimeRange window() {
                    throw new IllegalStateException("The cursor stands on no window");
                }

                @Override
                public long rows() {
                    return 0;
                }

                @Override
                public long values() {
                    return 0;
                }

                @Override
                public void close() {}
            };
}
