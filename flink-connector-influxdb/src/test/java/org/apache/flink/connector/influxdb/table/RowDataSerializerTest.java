/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.RejectedRecordException;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.of;

/** Rows of a table as points. */
class RowDataSerializerTest {

    private static final TimestampData TIME =
            TimestampData.fromInstant(Instant.parse("2026-01-01T00:00:00.000000001Z"));

    private static final TableMapping CPU =
            mapping(
                    "cpu",
                    column("host", DataTypes.STRING(), ColumnRole.TAG),
                    column("usage", DataTypes.DOUBLE(), ColumnRole.FIELD),
                    column("count", DataTypes.INT(), ColumnRole.FIELD),
                    column("time", DataTypes.TIMESTAMP_LTZ(9), ColumnRole.TIME));

    @Test
    void testColumnsBecomeTimeTagsAndFields() throws Exception {
        Point point = write(CPU, GenericRowData.of(text("a"), 0.5, 3, TIME));

        assertThat(point)
                .isEqualTo(
                        Point.measurement("cpu")
                                .tag("host", "a")
                                .field("usage", 0.5)
                                .field("count", 3L)
                                .time(TIME.toInstant()));
    }

    @Test
    void testNullTagsAndFieldsAreLeftOut() throws Exception {
        Point point = write(CPU, GenericRowData.of(null, null, 3, TIME));

        assertThat(point)
                .isEqualTo(Point.measurement("cpu").field("count", 3L).time(TIME.toInstant()));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                of(DataTypes.BOOLEAN(), true, true),
                of(DataTypes.TINYINT(), Byte.MIN_VALUE, -128L),
                of(DataTypes.SMALLINT(), Short.MAX_VALUE, 32767L),
                of(DataTypes.INT(), Integer.MIN_VALUE, -2147483648L),
                of(DataTypes.BIGINT(), Long.MIN_VALUE, Long.MIN_VALUE),
                of(
                        DataTypes.DECIMAL(20, 0),
                        DecimalData.fromBigDecimal(new BigDecimal("18446744073709551615"), 20, 0),
                        new BigInteger("18446744073709551615")),
                of(DataTypes.FLOAT(), 0.1f, 0.1),
                of(DataTypes.DOUBLE(), Double.MIN_VALUE, Double.MIN_VALUE),
                of(DataTypes.CHAR(2), text("ab"), "ab"),
                of(DataTypes.VARCHAR(5), text(""), ""),
                of(DataTypes.STRING(), text("\u00e4\n\""), "\u00e4\n\""),
                of(DataTypes.TIMESTAMP(3), TimestampData.fromEpochMillis(-1), -1_000_000L),
                of(DataTypes.TIMESTAMP_LTZ(9), TimestampData.fromEpochMillis(1, 1), 1_000_001L));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void testFieldKeepsTypeAndValue(DataType type, Object value, Object expected) throws Exception {
        Point point = write(withField(type), GenericRowData.of(TIME, value));

        assertThat(point.fields()).isEqualTo(Map.of("f", expected));
    }

    @Test
    void testDecimalThatIsNoUnsignedIntegerIsNamed() throws Exception {
        DecimalData value = DecimalData.fromBigDecimal(new BigDecimal("-1"), 20, 0);

        assertThatThrownBy(
                        () ->
                                write(
                                        withField(DataTypes.DECIMAL(20, 0)),
                                        GenericRowData.of(TIME, value)))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("Table db.t, row {time=2026-01-01T00:00:00.000000001, f=-1}")
                .hasMessageContaining("column 'f'")
                .hasMessageContaining("no unsigned 64-bit integer");
    }

    @Test
    void testRowWithoutTimeIsNamed() throws Exception {
        assertThatThrownBy(() -> write(CPU, GenericRowData.of(text("a"), 0.5, null, null)))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessage(
                        "Table db.t, row {host=a, usage=0.5, count=NULL, time=NULL}: column 'time'"
                                + " is NULL, but a point needs a time. With 'sink.time.assign' ="
                                + " 'true' it is given the time at which it is written, twice after"
                                + " a failure");
    }

    @Test
    void testRowWithoutTimeIsLeftToASinkThatAssignsTimes() throws Exception {
        RowDataSerializer serializer =
                new RowDataSerializer(CPU, List.of(), true, DeleteMode.FAIL, true);
        serializer.open(null);
        Points points = new Points();

        serializer.serialize(GenericRowData.of(text("a"), 0.5, null, null), null, points);

        assertThat(points.collected)
                .containsExactly(Point.measurement("cpu").tag("host", "a").field("usage", 0.5));
    }

    @Test
    void testTimeThatInfluxDbCannotHoldIsNamed() throws Exception {
        TimestampData late = TimestampData.fromInstant(Instant.parse("2263-01-01T00:00:00Z"));

        assertThatThrownBy(() -> write(CPU, GenericRowData.of(text("a"), 0.5, null, late)))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("column 'time'")
                .hasMessageContaining("1677-09-21 to 2262-04-11");
    }

    @Test
    void testRowWithoutFieldsIsLeftToTheSink() throws Exception {
        Point point = write(CPU, GenericRowData.of(text("a"), null, null, TIME));

        assertThat(point)
                .isEqualTo(Point.measurement("cpu").tag("host", "a").time(TIME.toInstant()));
    }

    @Test
    void testNullFieldIsAnErrorIfNullsAreNotIgnored() throws Exception {
        RowDataSerializer serializer =
                new RowDataSerializer(CPU, List.of(), false, DeleteMode.FAIL, false);
        serializer.open(null);

        assertThatThrownBy(
                        () ->
                                serializer.serialize(
                                        GenericRowData.of(null, 0.5, null, TIME),
                                        null,
                                        new Points()))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("column 'count' is NULL, which 'sink.ignore-null-values'");
    }

    @Test
    void testDeleteFailsAndSaysWhatElseThereIs() throws Exception {
        GenericRowData row = GenericRowData.of(text("a"), 0.5, 3, TIME);
        row.setRowKind(RowKind.DELETE);

        assertThatThrownBy(() -> write(CPU, row))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("'sink.delete.mode' = 'fail'")
                .hasMessageContaining("'sink.delete.mode' = 'ignore'");
    }

    @Test
    void testRowThatIsDeletedMayBeItsKeyAlone() throws Exception {
        RowDataSerializer serializer =
                new RowDataSerializer(CPU, List.of(), false, DeleteMode.DELETE, false);
        GenericRowData row = GenericRowData.of(text("a"), null, null, TIME);
        row.setRowKind(RowKind.DELETE);
        serializer.open(null);
        Points points = new Points();

        serializer.serialize(row, null, points);

        assertThat(points.collected)
                .containsExactly(Point.measurement("cpu").tag("host", "a").time(TIME.toInstant()));
        assertThat(RowDataSerializer.isRemoved(row)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "IGNORE"})
    void testOldRowOfAnUpdateIsNotWrittenAgain(DeleteMode mode) throws Exception {
        RowDataSerializer serializer = new RowDataSerializer(CPU, List.of(), true, mode, false);
        GenericRowData row = GenericRowData.of(text("a"), 0.5, 3, TIME);
        row.setRowKind(RowKind.UPDATE_BEFORE);
        serializer.open(null);
        Points points = new Points();

        serializer.serialize(row, null, points);

        assertThat(points.collected).isEmpty();
    }

    @Test
    void testDeleteThatIsToBeIgnoredWritesNothing() throws Exception {
        RowDataSerializer serializer =
                new RowDataSerializer(CPU, List.of(), true, DeleteMode.IGNORE, false);
        serializer.open(null);
        GenericRowData row = GenericRowData.of(text("a"), 0.5, 3, TIME);
        row.setRowKind(RowKind.DELETE);
        Points points = new Points();

        serializer.serialize(row, null, points);

        assertThat(points.collected).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RowKind.class,
            names = {"INSERT", "UPDATE_AFTER"})
    void testInsertsAndUpdatesWriteThePoint(RowKind kind) throws Exception {
        GenericRowData row = GenericRowData.of(text("a"), 0.5, 3, TIME);
        row.setRowKind(kind);

        assertThat(write(CPU, row).fields()).containsEntry("usage", 0.5);
    }

    @Test
    void testMetadataAddTagsAndFieldsThatAreNoColumns() throws Exception {
        Point point =
                write(
                        CPU,
                        MetadataColumn.of(List.of("tags", "fields", "measurement")),
                        GenericRowData.of(
                                text("a"),
                                0.5,
                                null,
                                TIME,
                                map(Map.of("region", "eu", "host", "not this one")),
                                map(Map.of("n", "1i", "s", "\"x\"", "b", "t", "u", "2u")),
                                text("mem")));

        assertThat(point)
                .isEqualTo(
                        Point.measurement("mem")
                                .tag("host", "a")
                                .tag("region", "eu")
                                .field("usage", 0.5)
                                .field("n", 1L)
                                .field("s", "x")
                                .field("b", true)
                                .field("u", BigInteger.TWO)
                                .time(TIME.toInstant()));
    }

    @Test
    void testNullMetadataChangeNothing() throws Exception {
        Point point =
                write(
                        CPU,
                        MetadataColumn.of(List.of("tags", "fields", "measurement")),
                        GenericRowData.of(text("a"), 0.5, null, TIME, null, null, null));

        assertThat(point.measurement()).isEqualTo("cpu");
        assertThat(point.tags()).isEqualTo(Map.of("host", "a"));
        assertThat(point.fields()).isEqualTo(Map.of("usage", 0.5));
    }

    @Test
    void testFieldsOfTheMetadataInAWrongNotationAreNamed() throws Exception {
        assertThatThrownBy(
                        () ->
                                write(
                                        CPU,
                                        MetadataColumn.of(List.of("fields")),
                                        GenericRowData.of(
                                                text("a"),
                                                0.5,
                                                null,
                                                TIME,
                                                map(Map.of("n", "one")))))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("'n' of the metadata column 'fields'")
                .hasMessageContaining("'one' is no value");
    }

    @Test
    void testMeasurementIsFilledFromColumns() throws Exception {
        TableMapping mapping = new TableMapping("db.t", "cpu_{host}", CPU.columns());

        assertThat(write(mapping, GenericRowData.of(text("a"), 0.5, 3, TIME)).measurement())
                .isEqualTo("cpu_a");
        assertThatThrownBy(() -> write(mapping, GenericRowData.of(null, 0.5, 3, TIME)))
                .hasMessageContaining("column 'host' is NULL, but 'measurement' = 'cpu_{host}'");
    }

    private static Point write(TableMapping mapping, GenericRowData row) throws Exception {
        return write(mapping, List.of(), row);
    }

    private static Point write(
            TableMapping mapping, List<MetadataColumn> metadata, GenericRowData row)
            throws Exception {
        RowDataSerializer serializer =
                new RowDataSerializer(mapping, metadata, true, DeleteMode.FAIL, false);
        serializer.open(null);
        Points points = new Points();
        serializer.serialize(row, null, points);
        assertThat(points.collected).hasSize(1);
        return points.collected.get(0);
    }

    private static TableMapping withField(DataType type) {
        return mapping(
                "m",
                column("time", DataTypes.TIMESTAMP(9), ColumnRole.TIME),
                column("f", type, ColumnRole.FIELD));
    }

    private static TableMapping mapping(String measurement, TableColumn... columns) {
        return new TableMapping("db.t", measurement, List.of(columns));
    }

    private static TableColumn column(String name, DataType type, ColumnRole role) {
        return new TableColumn(name, type.getLogicalType(), role);
    }

    private static StringData text(String value) {
        return StringData.fromString(value);
    }

    private static GenericMapData map(Map<String, String> entries) {
        Map<StringData, StringData> map = new HashMap<>();
        entries.forEach((key, value) -> map.put(text(key), text(value)));
        return new GenericMapData(map);
    }

    private static final class Points implements Collector<Point> {
        private final List<Point> collected = new ArrayList<>();

        @Override
        public void collect(Point point) {
            collected.add(point);
        }

        @Override
        public void close() {}
    }
}
