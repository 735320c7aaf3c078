/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.client.Precision;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A point that waits to be written, with its line of line protocol, or to be deleted, with what its
 * line would be without fields. A line feed is at the end.
 */
@Internal
public final class LineEntry implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The mark of a point that is in no search for refused ones. */
    static final int UNMARKED = 0;

    private final String bucket;
    private final byte[] line;
    private final int mark;
    private final boolean isDelete;

    LineEntry(String bucket, byte[] line) {
        this(bucket, line, UNMARKED, false);
    }

    private LineEntry(String bucket, byte[] line, int mark, boolean isDelete) {
        this.bucket = bucket;
        this.line = line;
        this.mark = mark;
        this.isDelete = isDelete;
    }

    /** A point that is to be deleted. */
    static LineEntry delete(String bucket, byte[] key) {
        return new LineEntry(bucket, key, UNMARKED, true);
    }

    /** Whether the point is to be deleted, not written. */
    boolean isDelete() {
        return isDelete;
    }

    /**
     * The same point, of a search for refused ones.
     *
     * @param mark the same for points that follow one another in one request; negative if the
     *     server is known to take others of their batch
     */
    LineEntry marked(int mark) {
        return mark == this.mark ? this : new LineEntry(bucket, line, mark, isDelete);
    }

    int mark() {
        return mark;
    }

    /** Where the point goes. */
    String bucket() {
        return bucket;
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

    /**
     * The line as text with its time in nanoseconds, so that it means the same to whoever reads it.
     *
     * @param precision in which it has its time, which is how lines of the sink end
     */
    String inNanos(Precision precision) {
        String text = toString();
        int zeros = Long.toString(precision.nanos()).length() - 1;
        return text.endsWith(" 0") ? text : text + "0".repeat(zeros);
    }

    /** The line as text, without the line feed; of a delete, words that are no line. */
    @Override
    public String toString() {
        String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
        return isDelete ? "DELETE " + text : text;
    }
}
