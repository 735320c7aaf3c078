/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer cut at any byte gives all rows or an error, never fewer rows in silence. */
class CutAnswersTest {

    private static final MeasurementSchema SCHEMA =
            new MeasurementSchema(
                    List.of("host", "result", "table"),
                    Map.of(
                            "b", Set.of(ColumnType.BOOLEAN),
                            "f", Set.of(ColumnType.FLOAT),
                            "i", Set.of(ColumnType.INTEGER),
                            "s", Set.of(ColumnType.STRING)));

    private static final MeasurementRead READ =
            new MeasurementRead(ReadSupport.points("b", "rec", QueryLanguage.INFLUXQL), SCHEMA);

    private static RowCursor csv(StreamedAnswer answer) {
        return new AnnotatedCsvCursor(answer, "Q");
    }

    private static RowCursor influxQl(StreamedAnswer answer) {
        return new InfluxQlCursor(answer, READ, "Q");
    }

    /** Without a table behind another the body alone tells. */
    @ParameterizedTest
    @ValueSource(strings = {"flux-points-1.8.10.csv", "flux-points-2.9.1.csv"})
    void testCsvOfOneBlockThatEndsInGoodOrder(String file) throws Exception {
        byte[] first = firstBlock(Recorded.file(file));

        neverFewer(CutAnswersTest::csv, first, length -> Arrays.copyOf(first, length));
    }

    /** Between two blocks of tables a whole answer and a cut one are the same. */
    @ParameterizedTest
    @ValueSource(strings = {"flux-points-1.8.10.csv", "flux-yields-2.9.1.csv"})
    void testCsvThatEndsInGoodOrderMayOnlyBeShortBehindABlock(String file) throws Exception {
        byte[] body = Recorded.file(file);
        List<InfluxDBRow> all = ReadSupport.drain(csv(Recorded.answer(body)));
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            List<InfluxDBRow> rows = rowsOrNull(csv(Recorded.answer(cut)));
            boolean behindBlankLine =
                    length >= 4 && new String(cut, length - 4, 4, "ISO-8859-1").equals("\r\n\r\n");
            assertThat(rows == null || rows.size() == all.size() || behindBlankLine)
                    .as("cut at %s", length)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux-points-1.8.10.csv",
                "flux-points-2.9.1.csv",
                "flux-yields-2.9.1.csv",
                "flux-none-2.9.1.csv"
            })
    void testCsvWhoseConnectionBreaks(String file) throws Exception {
        byte[] body = Recorded.file(file);
        for (int length = 0; length < body.length; length++) {
            assertThat(rowsOrNull(csv(Recorded.broken(body, length)))).as("at %s", length).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"flux-points-1.8.10.csv", "flux-points-2.9.1.csv", "flux-yields-2.9.1.csv"})
    void testCsvInGzip(String file) throws Exception {
        byte[] zipped = Recorded.gzip(Recorded.file(file));
        for (int length = 0; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);
            assertThat(rowsOrNull(csv(Recorded.gunzipped(cut)))).as("at %s", length).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-points-1.8.10.msgpack", "influxql-points-2.9.1.msgpack"})
    void testMsgpack(String file) throws Exception {
        byte[] body = Recorded.file(file);

        neverFewer(CutAnswersTest::influxQl, body, length -> Arrays.copyOf(body, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-none-1.8.10.msgpack", "influxql-none-2.9.1.msgpack"})
    void testMsgpackWithoutRows(String file) throws Exception {
        byte[] body = Recorded.file(file);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThat(rowsOrNull(influxQl(Recorded.answer(cut)))).as("at %s", length).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-points-1.8.10.msgpack", "influxql-points-2.9.1.msgpack"})
    void testMsgpackInGzip(String file) throws Exception {
        byte[] zipped = Recorded.gzip(Recorded.file(file));
        for (int length = 0; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);
            assertThat(rowsOrNull(influxQl(Recorded.gunzipped(cut)))).as("at %s", length).isNull();
        }
    }

    private static void neverFewer(
            Function<StreamedAnswer, RowCursor> cursor,
            byte[] body,
            Function<Integer, byte[]> cutAt)
            throws Exception {
        List<InfluxDBRow> all = ReadSupport.drain(cursor.apply(Recorded.answer(body)));
        assertThat(all).isNotEmpty();
        for (int length = 0; length < body.length; length++) {
            List<InfluxDBRow> rows = rowsOrNull(cursor.apply(Recorded.answer(cutAt.apply(length))));
            assertThat(rows == null || rows.equals(all)).as("cut at %s", length).isTrue();
        }
    }

    /** The rows of a complete answer, or null where the cursor reports an error. */
    private static List<InfluxDBRow> rowsOrNull(RowCursor cursor) {
        List<InfluxDBRow> rows = new ArrayList<>();
        try {
            while (cursor.next()) {
                rows.add(cursor.row());
            }
            return rows;
        } catch (InfluxDBException e) {
            assertThat(e.kind()).isEqualTo(InfluxDBException.Kind.INCOMPLETE);
            return null;
        }
    }

    private static byte[] firstBlock(byte[] body) {
        String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(body, text.indexOf("\r\n\r\n") + 4);
    }
}
