/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts CSV into records and cells, as offsets into one reused buffer: the first layer of {@link
 * AnnotatedCsvCursor}. It reads what Go's {@code encoding/csv} writes with {@code UseCRLF}: inside
 * quotes a doubled quote is a quote, and CRLF stands for the line feed that the value has.
 */
final class CsvTokenizer {

    private static final int INITIAL_BUFFER = 64 * 1024;

    private final InputStream in;
    private final int maxCell;
    private final CsvFaults faults;

    private byte[] buffer = new byte[INITIAL_BUFFER];
    private int limit;
    private boolean ended;

    private int recordStart;
    private int position;
    private long line;
    private long nextLine = 1;

    private int size;
    private int[] starts = new int[32];
    private int[] ends = new int[32];

    CsvTokenizer(InputStream in, int maxCell, CsvFaults faults) {
        this.in = in;
        this.maxCell = maxCell;
        this.faults = faults;
    }

    /**
     * Goes to the next record.
     *
     * @return false at the end of the body
     * @throws InfluxDBException if the body ends inside a record
     */
    boolean next() throws InfluxDBException {
        recordStart = position;
        line = nextLine;
        size = 0;
        if (position == limit && !fill()) {
            return false;
        }
        if (buffer[position] == '{') {
            foreignLine();
            return true;
        }
        boolean hasMore = true;
        while (hasMore) {
            hasMore = cell();
        }
        if (position - recordStart > maxCell) {
            checkCells();
        }
        return true;
    }

    private void checkCells() throws InfluxDBException {
        for (int i = 0; i < size; i++) {
            if (ends[i] - starts[i] > maxCell) {
                throw tooLong(i);
            }
        }
    }

    /** A cell and what closes it; whether another follows in the record. */
    private boolean cell() throws InfluxDBException {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = position;
        if (position == limit) {
            fillOrFail();
        }
        return buffer[position] == '"' ? quotedCell() : plainCell();
    }

    private boolean plainCell() throws InfluxDBException {
        int at = position;
        for (; ; ) {
            byte[] bytes = buffer;
            int end = limit;
            while (at < end) {
                byte b = bytes[at];
                if (b == ',') {
                    ends[size++] = at;
                    position = at + 1;
                    return true;
                }
                if (b == '\n') {
                    endLine(at);
                    return false;
                }
                at++;
            }
            position = at;
            fillOrFail();
            at = position;
        }
    }

    private void endLine(int lineFeed) {
        boolean isCrLf = lineFeed > starts[size] && buffer[lineFeed - 1] == '\r';
        ends[size++] = isCrLf ? lineFeed - 1 : lineFeed;
        position = lineFeed + 1;
        nextLine++;
    }

    /** Unquotes in place: the value is never longer than what stands for it. */
    private boolean quotedCell() throws InfluxDBException {
        position++;
        starts[size] = position;
        ends[size] = position;
        for (; ; ) {
            byte b = at(0);
            if (b == '"') {
                byte following = at(1);
                if (following != '"') {
                    position++;
                    return endQuoted(following);
                }
                position++;
            } else if (b == '\r' && at(1) == '\n') {
                b = '\n';
                position++;
            }
            if (b == '\n') {
                nextLine++;
            }
            buffer[ends[size]++] = b;
            position++;
        }
    }

    private boolean endQuoted(byte following) throws InfluxDBException {
        if (following == ',') {
            size++;
            position++;
            return true;
        }
        if (following == '\r' && at(1) == '\n') {
            position++;
            following = '\n';
        }
        if (following != '\n') {
            throw malformed("text behind the closing quote of cell " + (size + 1));
        }
        size++;
        position++;
        nextLine++;
        return false;
    }

    /** The byte behind the position, read if need be. */
    private byte at(int offset) throws InfluxDBException {
        while (position + offset >= limit) {
            fillOrFail();
        }
        return buffer[position + offset];
    }

    /** A line that is no CSV: the JSON that a server appends when it panics. One cell, as it is. */
    private void foreignLine() throws InfluxDBException {
        starts[0] = position;
        while (position < limit || fill()) {
            if (buffer[position] == '\n') {
                endLine(position);
                return;
            }
            position++;
        }
        ends[0] = position;
        size = 1;
    }

    private void fillOrFail() throws InfluxDBException {
        if (!fill()) {
            String cut = CsvFaults.excerpt(buffer, recordStart, limit);
            throw faults.incomplete("inside " + cut, line, null);
        }
    }

    /** Reads more behind what is there, moving the record to the front if there is no room. */
    private boolean fill() throws InfluxDBException {
        if (ended) {
            return false;
        }
        if (limit == buffer.length) {
            makeRoom();
        }
        try {
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                ended = true;
                return false;
            }
            limit += count;
            return true;
        } catch (InfluxDBException e) {
            throw e;
        } catch (IOException e) {
            throw faults.incomplete(String.valueOf(e.getMessage()), nextLine, e);
        }
    }

    private void makeRoom() throws InfluxDBException {
        if (recordStart == 0) {
            if (size < starts.length && limit - starts[size] > maxCell) {
                throw tooLong(size);
            }
            if (limit > Integer.MAX_VALUE / 4) {
                throw malformed("a record of more than " + limit + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * limit);
            return;
        }
        System.arraycopy(buffer, recordStart, buffer, 0, limit - recordStart);
        for (int i = 0; i <= size && i < starts.length; i++) {
            starts[i] -= recordStart;
            ends[i] -= recordStart;
        }
        position -= recordStart;
        limit -= recordStart;
        recordStart = 0;
    }

    private InfluxDBException tooLong(int cell) {
        return malformed(
                "cell " + (cell + 1) + " is longer than the limit of " + maxCell + " bytes");
    }

    private InfluxDBException malformed(String what) {
        return faults.malformed(what, line, CsvFaults.excerpt(buffer, recordStart, limit));
    }

    /** How many cells the record has. */
    int size() {
        return size;
    }

    /** Whether the record is a line without anything in it. */
    boolean isBlank() {
        return size == 1 && starts[0] == ends[0];
    }

    /** The bytes that {@link #start} and {@link #end} refer to, until the next record. */
    byte[] buffer() {
        return buffer;
    }

    int start(int cell) {
        return starts[cell];
    }

    int end(int cell) {
        return ends[cell];
    }

    boolean isEmpty(int cell) {
        return starts[cell] == ends[cell];
    }

    boolean is(int cell, String ascii) {
        return ends[cell] - starts[cell] == ascii.length() && text(cell).equals(ascii);
    }

    String text(int cell) {
        return new String(buffer, starts[cell], ends[cell] - starts[cell], StandardCharsets.UTF_8);
    }

    /** In which line of the body the record begins, from 1. */
    long line() {
        return line;
    }

    /** The record as an error shows it, shortened. */
    String excerpt() {
        return CsvFaults.excerpt(buffer, recordStart, position);
    }
}
