/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with settings, so that all of it is reported at once. */
final class Faults {

    private final List<String> faults = new ArrayList<>();

    /**
     * Notes a fault.
     *
     * @param setting named as the SQL option is
     * @param what the value, unless it is a secret, what is wrong with it, and the way out
     */
    void add(String setting, String what) {
        faults.add("'" + setting + "': " + what);
    }

    /** Notes a fault if the condition holds. */
    void addIf(boolean wrong, String setting, String what) {
        if (wrong) {
            add(setting, what);
        }
    }

    /** All of them. */
    List<String> all() {
        return List.copyOf(faults);
    }

    /** Throws one exception with all faults, if there are any. */
    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "The connection to InfluxDB is not set up right:\n  - "
                            + String.join("\n  - ", faults));
        }
    }
}
