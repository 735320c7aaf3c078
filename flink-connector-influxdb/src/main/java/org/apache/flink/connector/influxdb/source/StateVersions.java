/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.io.DataInputStream;
import java.io.IOException;

/** The checks that all serializers of state share. */
final class StateVersions {

    private StateVersions() {}

    static void check(String what, int version, int newest) throws IOException {
        if (version < 1 || version > newest) {
            throw new IOException(
                    "The state holds a "
                            + what
                            + " in layout "
                            + version
                            + "; this version of the InfluxDB connector reads layouts 1 to "
                            + newest
                            + ". Restore it with the version that wrote it, or a newer one.");
        }
    }

    static void checkEnd(String what, DataInputStream in) throws IOException {
        if (in.available() > 0) {
            throw new IOException(
                    "The state of a " + what + " is broken: " + in.available() + " bytes too many");
        }
    }
}
