/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with settings, so that one message names all of it. */
final class SettingFaults {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<String> faults = new ArrayList<>();

    /**
     * Notes a fault unless a condition holds.
     *
     * @param option the setting's name in SQL
     * @param method its name in the builder
     * @param fault what is wrong, to be read behind the names
     */
    void require(boolean holds, String option, String method, String fault) {
        if (!holds) {
            faults.add(option + " (" + method + ") " + fault);
        }
    }

    /** Notes a fault of a setting that SQL does not know. */
    void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    void atLeast(long least, long value, String option, String method) {
        require(value >= least, option, method, "is " + value + ": it must be at least " + least);
    }

    void period(@Nullable Duration value, String option, String method) {
        period(value, option + " (" + method + ")");
    }

    /** The same for a setting that SQL does not know. */
    void period(@Nullable Duration value, String method) {
        require(
                value != null
                        && value.compareTo(Duration.ofMillis(1)) >= 0
                        && value.compareTo(LONGEST) <= 0,
                method
                        + " is "
                        + value
                        + ": it must be from 1 ms to "
                        + LONGEST.toDays()
                        + " days");
    }

    /**
     * Ends the check.
     *
     * @throws IllegalArgumentException if there was a fault; it names all
     */
    void throwIfAny(String what) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    what + " cannot be built:\n  " + String.join("\n  ", faults));
        }
    }
}
