/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer of {@code /query} in chunks of msgpack, walked through row by row as it streams in.
 *
 * <p>The answer is a sequence of documents, each {@code {"results": [{"statement_id", "series":
 * [{"name", "tags", "columns", "values", "partial"}], "partial"}]}} or {@code {"error"}}, as the
 * servers' {@code response_writer.go} writes them. {@code partial} at a result means that another
 * document follows; an answer whose last document says so, or that has none, was cut.
 */
final class InfluxQlAnswer implements Closeable {

    private final StreamedAnswer answer;
    private final MessageUnpacker in;
    private final InfluxQlValues values;
    private final String context;
    private final int statements;
    private volatile boolean closed;

    // How much of each open level is still to be read; what is deeper goes first.
    private int documentKeys;
    private int results;
    private int resultKeys;
    private int series;
    private int seriesKeys;
    private int rows;

    private long documents;
    private long rowsRead;
    private boolean partial;
    private boolean seriesCut;
    private boolean isNewSeries;

    private String name = "";
    private Map<String, String> tags = Map.of();
    private List<String> columns = List.of();

    private int statement;

    /**
     * An answer.
     *
     * @param statements how many statements were sent
     */
    InfluxQlAnswer(StreamedAnswer answer, int statements, String context) {
        this.answer = answer;
        this.statements = statements;
        this.context = context;
        InfluxQlBytes bytes = new InfluxQlBytes(answer.body());
        this.in = MessagePack.newDefaultUnpacker(bytes);
        this.values = new InfluxQlValues(bytes, in);
    }

    /**
     * Goes to the next row; its values are then read by as many calls of {@link #value} as there
     * are {@link #columns}.
     *
     * @return false at the end of a complete answer
     */
    boolean nextRow() throws InfluxDBException {
        if (closed) {
            throw ServerErrors.closed(context, null);
        }
        try {
            isNewSeries = false;
            while (rows == 0) {
                if (!descend()) {
                    return false;
                }
            }
            rows--;
            int width = in.unpackArrayHeader();
            if (width != columns.size()) {
                throw malformed("a row has " + width + " values for the columns " + columns, null);
            }
            rowsRead++;
            return true;
        } catch (IOException | MessagePackException | IllegalStateException e) {
            throw translated(e);
        }
    }

    /** Opens the next thing inside the deepest open level. */
    private boolean descend() throws IOException {
        if (seriesKeys > 0) {
            seriesKeys--;
            seriesKey(in.unpackString());
        } else if (series > 0) {
            series--;
            seriesKeys = in.unpackMapHeader();
            name = "";
            tags = Map.of();
            columns = List.of();
            seriesCut = false;
            isNewSeries = true;
        } else if (resultKeys > 0) {
            resultKeys--;
            resultKey(in.unpackString());
        } else if (results > 0) {
            results--;
            resultKeys = in.unpackMapHeader();
            partial = false;
        } else if (documentKeys > 0) {
            documentKeys--;
            documentKey(in.unpackString());
        } else if (in.hasNext()) {
            if (!in.getNextFormat().getValueType().isMapType()) {
                throw malformed("it begins with no document of InfluxQL", null);
            }
            documentKeys = in.unpackMapHeader();
            documents++;
        } else {
            checkComplete();
            return false;
        }
        return true;
    }

    private void documentKey(String key) throws IOException {
        switch (key) {
            case "results" -> results = in.unpackArrayHeader();
            case "error" -> throw ServerErrors.inAnswer(in.unpackString(), rowsRead, context);
            default -> in.skipValue();
        }
    }

    private void resultKey(String key) throws IOException {
        switch (key) {
            case "series" -> series = in.unpackArrayHeader();
            case "partial" -> partial = in.unpackBoolean();
            case "error" -> throw ServerErrors.inAnswer(in.unpackString(), rowsRead, context);
            case "statement_id" -> {
                statement = in.unpackInt();
                if (statement >= statements) {
                    throw new InfluxDBException(
                            Kind.INVALID,
                            "The query holds several statements; each source reads one. " + context,
                            null);
                }
            }
            default -> in.skipValue();
        }
    }

    private void seriesKey(String key) throws IOException {
        switch (key) {
            case "name" -> name = in.unpackString();
            case "tags" -> {
                int count = in.unpackMapHeader();
                // The server sends them in any order.
                tags = new TreeMap<>();
                for (int i = 0; i < count; i++) {
                    tags.put(in.unpackString(), in.unpackString());
                }
            }
            case "columns" -> {
                int count = in.unpackArrayHeader();
                columns = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    columns.add(in.unpackString());
                }
            }
            case "values" -> rows = in.unpackArrayHeader();
            case "partial" -> seriesCut = in.unpackBoolean();
            default -> in.skipValue();
        }
    }

    private void checkComplete() throws InfluxDBException {
        if (documents == 0 || partial) {
            throw incomplete("the server announced more", null);
        }
        if (seriesCut) {
            throw incomplete("the server left rows out (max-row-limit)", null);
        }
    }

    /** Whether the row is the first of its series, or of a chunk of it. */
    boolean isNewSeries() {
        return isNewSeries;
    }

    /** Which statement the row answers, from 0. */
    int statement() {
        return statement;
    }

    /** The name of the series: a measurement. Empty if it has none. */
    String seriesName() {
        return name;
    }

    /** The tags that the query groups by. */
    Map<String, String> seriesTags() {
        return tags;
    }

    /** The names of the columns. */
    List<String> columns() {
        return columns;
    }

    /**
     * The next value of the row.
     *
     * @param unsigned whether an integer is an unsigned one, which small ones do not tell
     * @param cache for strings that repeat, or null
     */
    @Nullable
    Object value(boolean unsigned, @Nullable StringCache cache) throws InfluxDBException {
        try {
            return values.next(unsigned, cache);
        } catch (IOException | MessagePackException | IllegalStateException e) {
            throw translated(e);
        }
    }

    private InfluxDBException translated(Exception e) {
        if (closed) {
            return ServerErrors.closed(context, e);
        }
        if (e instanceof InfluxDBException known) {
            return known;
        }
        if (e instanceof IOException || e instanceof MessageInsufficientBufferException) {
            return incomplete(String.valueOf(e.getMessage()), e);
        }
        return malformed(String.valueOf(e.getMessage()), e);
    }

    private InfluxDBException incomplete(String why, @Nullable Exception cause) {
        return new InfluxDBException(
                Kind.INCOMPLETE,
                "The answer ended early, in document "
                        + documents
                        + " after "
                        + rowsRead
                        + " rows: "
                        + why
                        + ". "
                        + context,
                cause);
    }

    private InfluxDBException malformed(String what, @Nullable Exception cause) {
        return new InfluxDBException(
                Kind.MALFORMED,
                "The answer is no msgpack of InfluxDB, in document "
                        + documents
                        + " after "
                        + rowsRead
                        + " rows: "
                        + what
                        + ". Is the URL that of an InfluxDB? "
                        + context,
                cause);
    }

    /** Ends the request at once. Any thread, any time. */
    @Override
    public void close() {
        closed = true;
        answer.close();
    }
}
