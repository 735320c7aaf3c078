/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxQlCursorTest {

    private static final MeasurementRead READ =
            new MeasurementRead(
                    ReadSupport.points("b", "rec", QueryLanguage.INFLUXQL),
                    new MeasurementSchema(
                            List.of("host", "result", "table"),
                            Map.of(
                                    "b", Set.of(ColumnType.BOOLEAN),
                                    "f", Set.of(ColumnType.FLOAT),
                                    "i", Set.of(ColumnType.INTEGER),
                                    "s", Set.of(ColumnType.STRING))));

    /** Writes documents as influxd does. */
    private static final class Body {
        private final MessageBufferPacker out = MessagePack.newDefaultBufferPacker();

        Body series(boolean partial, String name, Map<String, String> tags, Object[]... rows)
                throws IOException {
            out.packMapHeader(1).packString("results").packArrayHeader(1);
            out.packMapHeader(partial ? 3 : 2).packString("statement_id").packInt(0);
            out.packString("series").packArrayHeader(1);
            out.packMapHeader(2 + (name.isEmpty() ? 0 : 1) + (tags.isEmpty() ? 0 : 1));
            if (!name.isEmpty()) {
                out.packString("name").packString(name);
            }
            if (!tags.isEmpty()) {
                out.packString("tags").packMapHeader(tags.size());
                for (Map.Entry<String, String> tag : tags.entrySet()) {
                    out.packString(tag.getKey()).packString(tag.getValue());
                }
            }
            out.packString("columns").packArrayHeader(rows[0].length);
            for (Object column : rows[0]) {
                out.packString((String) column);
            }
            out.packString("values").packArrayHeader(rows.length - 1);
            for (int i = 1; i < rows.length; i++) {
                out.packArrayHeader(rows[i].length);
                for (Object value : rows[i]) {
                    pack(value);
                }
            }
            if (partial) {
                out.packString("partial").packBoolean(true);
            }
            return this;
        }

        Body error(boolean ofStatement, String text) throws IOException {
            out.packMapHeader(1);
            if (ofStatement) {
                out.packString("results").packArrayHeader(1).packMapHeader(1);
            }
            out.packString("error").packString(text);
            return this;
        }

        private void pack(Object value) throws IOException {
            if (value == null) {
                out.packNil();
            } else if (value instanceof Long integer) {
                out.packLong(integer);
            } else if (value instanceof Double number) {
                out.packDouble(number);
            } else if (value instanceof Boolean bool) {
                out.packBoolean(bool);
            } else if (value instanceof BigInteger unsigned) {
                out.packBigInteger(unsigned);
            } else {
                out.packString((String) value);
            }
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static RowCursor own(byte[] body) {
        return new InfluxQlTextCursor(Recorded.answer(body), "query Q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-points-1.8.10.msgpack", "influxql-points-2.9.1.msgpack"})
    void testAnAnswerOfARealServerIsReadWhole(String file) throws Exception {
        List<InfluxDBRow> rows =
                ReadSupport.drain(
                        new InfluxQlCursor(Recorded.answer(Recorded.file(file)), READ, "Q"));

        assertThat(ReadSupport.times(rows))
                .containsExactly(
                        EpochNanos.MIN,
                        1_000_000_001L,
                        1_000_000_001L,
                        1_500_000_000L,
                        EpochNanos.MAX);
        assertThat(ReadSupport.values(rows, "f"))
                .containsExactly(Double.MIN_VALUE, 1.5, 2.0, -0.1, 3.0);
        assertThat(ReadSupport.values(rows, "i"))
                .containsExactly(null, 9007199254740993L, -1L, null, null);
        assertThat(ReadSupport.values(rows, "s"))
                .containsExactly(null, "a\nb, \"c\"", null, "", " x");
        assertThat(ReadSupport.values(rows, "b")).containsExactly(null, true, false, null, null);
        assertThat(rows.get(1).tags()).isEqualTo(Map.of("host", "a", "result", "r", "table", "t"));
        assertThat(rows.get(4).tags()).isEqualTo(Map.of("host", "ä"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-none-1.8.10.msgpack", "influxql-none-2.9.1.msgpack"})
    void testAnAnswerWithoutSeriesHasNoRows(String file) throws Exception {
        assertThat(
                        ReadSupport.drain(
                                new InfluxQlCursor(
                                        Recorded.answer(Recorded.file(file)), READ, "Q")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"influxql-error-1.8.10.msgpack", "influxql-error-2.9.1.msgpack"})
    void testAnErrorOfTheStatementIsAnError(String file) {
        assertThatThrownBy(() -> ReadSupport.drain(own(Recorded.file(file))))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("database not found: nope")
                .hasMessageContaining("query Q")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void testAnErrorBehindRowsMayPass() throws Exception {
        byte[] body =
                new Body()
                        .series(true, "m", Map.of(), row("time", "f"), row(1L, 1.5))
                        .error(true, "something broke")
                        .bytes();

        assertThatThrownBy(() -> ReadSupport.drain(own(body)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("after 1 rows: something broke")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.SERVER);
    }

    @ParameterizedTest
    @CsvSource({
        "true, max-select-point limit exceeed: (3/2)",
        "false, max-select-point limit exceeed: (3/2)",
        "true, query-timeout limit exceeded",
        "false, query-timeout limit exceeded"
    })
    void testALimitOfTheServerIsTooHeavy(boolean ofStatement, String said) throws Exception {
        byte[] body = new Body().error(ofStatement, said).bytes();

        assertThatThrownBy(() -> ReadSupport.drain(own(body)))
                .hasMessageContaining(said)
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.TOO_HEAVY);
    }

    @Test
    void testAnAnswerThatAnnouncesMoreIsIncomplete() throws Exception {
        byte[] body =
                new Body().series(true, "m", Map.of(), row("time", "f"), row(1L, 1.5)).bytes();

        assertThatThrownBy(() -> ReadSupport.drain(own(body)))
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void testAPageIsNoAnswer() {
        assertThatThrownBy(() -> ReadSupport.drain(own("<html></html>".getBytes())))
                .isInstanceOf(InfluxDBException.class)
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void testSeriesOfAnOwnQueryShareALayoutWhileTheirTagsDo() throws Exception {
        byte[] body =
                new Body()
                        .series(true, "m", Map.of("h", "a"), row("time", "mean"), row(1L, 1.5))
                        .series(true, "m", Map.of("h", "a"), row("time", "mean"), row(2L, 2.5))
                        .series(true, "m", Map.of("h", ""), row("time", "mean"), row(3L, 3.5))
                        .series(false, "n", Map.of("g", "x"), row("time", "mean"), row(4L, 4.5))
                        .bytes();

        List<InfluxDBRow> rows = ReadSupport.drain(own(body));

        assertThat(rows.get(2).layout()).isSameAs(rows.get(0).layout());
        assertThat(rows)
                .extracting(InfluxDBRow::tags)
                .containsExactly(Map.of("h", "a"), Map.of("h", "a"), Map.of(), Map.of("g", "x"));
        assertThat(rows).extracting(InfluxDBRow::measurement).containsExactly("m", "m", "m", "n");
    }

    @Test
    void testColumnsOfAnOwnQueryLearnTheirTypes() throws Exception {
        byte[] body =
                new Body()
                        .series(
                                false,
                                "",
                                Map.of(),
                                row("time", "a", "b"),
                                row(1L, null, 1L),
                                row(2L, true, BigInteger.ONE.shiftLeft(63)),
                                row(3L, false, 2L))
                        .bytes();

        List<InfluxDBRow> rows = ReadSupport.drain(own(body));

        assertThat(rows.get(0).layout().columns())
                .containsExactly(
                        Column.field("a", ColumnType.STRING),
                        Column.field("b", ColumnType.INTEGER));
        assertThat(rows.get(2).layout().columns())
                .containsExactly(
                        Column.field("a", ColumnType.BOOLEAN),
                        Column.field("b", ColumnType.UNSIGNED));
        assertThat(rows.get(2).layout()).isSameAs(rows.get(1).layout());
        assertThat(rows.get(2).getUnsigned("b")).isEqualTo(BigInteger.TWO);
    }

    @Test
    void testAnAnswerOfOtherColumnsThanAskedForIsRefused() throws Exception {
        byte[] body =
                new Body().series(false, "rec", Map.of(), row("time", "x"), row(1L, 1.0)).bytes();

        assertThatThrownBy(
                        () ->
                                ReadSupport.drain(
                                        new InfluxQlCursor(Recorded.answer(body), READ, "Q")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("[time, x]");
    }
}
