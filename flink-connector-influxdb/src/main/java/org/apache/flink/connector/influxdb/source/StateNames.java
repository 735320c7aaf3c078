/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import javax.annotation.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Names of measurements in state: one byte, whether there is one; if so its length in bytes as an
 * int, then the bytes in UTF-8. (Java's own way of writing strings ends at 65,535 bytes.)
 */
final class StateNames {

    private StateNames() {}

    static void write(@Nullable String name, DataOutputStream out) throws IOException {
        out.writeBoolean(name != null);
        if (name != null) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    @Nullable
    static String read(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
