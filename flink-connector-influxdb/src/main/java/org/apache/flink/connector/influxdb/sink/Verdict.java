/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import javax.annotation.Nullable;

/**
 * What the guards say of a point: nothing, that another goes in its place, or why it is not sent.
 *
 * @param category what kind of fault it is, or null if the point goes
 * @param reason what is wrong with it, or empty
 * @param replacement the point that goes instead, or null
 */
record Verdict(@Nullable Category category, String reason, @Nullable Point replacement) {

    static final Verdict PASS = new Verdict(null, "", null);

    static Verdict refused(Category category, String reason) {
        return new Verdict(category, reason, null);
    }

    static Verdict replaced(Point replacement) {
        return new Verdict(null, "", replacement);
    }
}
