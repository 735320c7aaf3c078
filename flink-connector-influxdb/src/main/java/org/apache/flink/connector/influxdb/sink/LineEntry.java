/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.Internal;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A point that waits to be written: its line of line protocol, with the line feed at its end. */
@Internal
public final class LineEntry implements Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] line;

    LineEntry(byte[] line) {
        this.line = line;
    }

    /** The line. Nobody changes it. */
    byte[] line() {
        return line;
    }

    /** The lines of entries, one after the other. */
    static ByteBuffer body(List<LineEntry> entries) {
        int size = 0;
        for (LineEntry entry : entries) {
            size += entry.line.length;
        }
        byte[] body = new byte[size];
        int end = 0;
        for (LineEntry entry : entries) {
            System.arraycopy(entry.line, 0, body, end, entry.line.length);
            end += entry.line.length;
        }
        return ByteBuffer.wrap(body);
    }

    /** The line as text, without the line feed. */
    @Override
    public String toString() {
        return new String(line, StandardCharsets.UTF_8).stripTrailing();
    }
}
