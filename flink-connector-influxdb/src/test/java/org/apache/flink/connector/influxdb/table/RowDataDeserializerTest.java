/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows of InfluxDB as rows of a table. */
class RowDataDeserializerTest {

    private static final RowLayout LAYOUT =
            new RowLayout(
                    List.of(
                            new Column("_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT),
                            Column.tag("host"),
                            Column.tag("region"),
                            Column.field("usage", ColumnType.FLOAT),
                            Column.field("count", ColumnType.INTEGER),
                            Column.field("region", ColumnType.STRING)));

    private static final TableMapping MAPPING =
            mapping(
                    column("time", DataTypes.TIMESTAMP_LTZ(3), ColumnRole.TIME),
                    column("host", DataTypes.STRING(), ColumnRole.TAG),
                    column("usage", DataTypes.DOUBLE(), ColumnRole.FIELD),
                    column("region", DataTypes.STRING(), ColumnRole.FIELD));

    @Test
    void testTimeTagsAndFieldsAreFoundByRoleAndName() throws IOException {
        RowData row = read(all(MAPPING), row(1_500_000L, "cpu", "a", "eu", 0.5, 3L, "field"));

        assertThat(row)
                .isEqualTo(
                        GenericRowData.of(
                                TimestampData.fromEpochMillis(1), text("a"), 0.5, text("field")));
    }

    @Test
    void testWhatThePointDoesNotHaveIsNull() throws IOException {
        RowData row = read(all(MAPPING), row(0L, "cpu", null, null, null, 3L, null));

        assertThat(row)
                .isEqualTo(GenericRowData.of(TimestampData.fromEpochMillis(0), null, null, null));
    }

    @Test
    void testColumnThatTheServerDoesNotKnowIsNull() throws IOException {
        TableMapping mapping = mapping(column("other", DataTypes.INT(), ColumnRole.FIELD));

        assertThat(read(all(mapping), row(0L, "cpu", "a", "eu", 0.5, 3L, "x")))
                .isEqualTo(GenericRowData.of((Object) null));
    }

    @Test
    void testProjectionChangesTheOrderAndNotWhatIsAskedFor() throws IOException {
        ScanColumns columns = all(MAPPING).project(new int[][] {{2}, {0}});

        assertThat(read(columns, row(0L, "cpu", "a", "eu", 0.5, 3L, "x")))
                .isEqualTo(GenericRowData.of(0.5, TimestampData.fromEpochMillis(0)));
        assertThat(columns.fields())
                .containsExactly(
                        new FieldColumn("usage", ColumnType.FLOAT),
                        new FieldColumn("region", ColumnType.STRING));
    }

    @Test
    void testEmptyProjectionStillGivesRows() throws IOException {
        ScanColumns columns = all(MAPPING).project(new int[0][]);

        assertThat(read(columns, row(0L, "cpu", "a", "eu", 0.5, 3L, "x")))
                .isEqualTo(new GenericRowData(0));
    }

    @Test
    void testMetadataStandBehindTheColumns() throws IOException {
        ScanColumns columns =
                all(MAPPING)
                        .project(new int[][] {{2}})
                        .withMetadata(MetadataColumn.of(List.of("fields", "measurement", "tags")));

        assertThat(read(columns, row(0L, "cpu", "a", null, 0.5, 3L, "x")))
                .isEqualTo(
                        GenericRowData.of(
                                0.5,
                                map(
                                        Map.of(
                                                "usage", "0.5",
                                                "count", "3i",
                                                "region", "\"x\"")),
                                text("cpu"),
                                map(Map.of("host", "a"))));
    }

    @Test
    void testAllFieldsAreReadForTheMetadataButOtherPointsAreNoRows() throws IOException {
        ScanColumns columns = all(MAPPING).withMetadata(MetadataColumn.of(List.of("fields")));

        assertThat(columns.fields()).isEmpty();
        assertThat(read(columns, row(0L, "cpu", "a", "eu", null, 3L, null))).isNull();
        assertThat(read(columns, row(0L, "cpu", "a", "eu", null, 3L, "x"))).isNotNull();
    }

    @Test
    void testTableWithoutFieldsHasEveryPoint() throws IOException {
        ScanColumns columns =
                all(mapping(column("host", DataTypes.STRING(), ColumnRole.TAG)))
                        .withMetadata(MetadataColumn.of(List.of("fields")));

        assertThat(columns.fields()).isEmpty();
        assertThat(read(columns, row(0L, "cpu", "a", "eu", null, 3L, null))).isNotNull();
    }

    @Test
    void testNotNullTagThatThePointDoesNotHaveIsEmpty() throws IOException {
        TableMapping mapping =
                mapping(column("host", DataTypes.STRING().notNull(), ColumnRole.TAG));

        assertThat(read(all(mapping), row(0L, "cpu", null, "eu", 0.5, 3L, "x")))
                .isEqualTo(GenericRowData.of(text("")));
    }

    @Test
    void testNotNullFieldThatThePointDoesNotHaveIsAnError() {
        TableMapping mapping =
                mapping(column("usage", DataTypes.DOUBLE().notNull(), ColumnRole.FIELD));

        assertThatThrownBy(() -> read(all(mapping), row(0L, "cpu", "a", "eu", null, 3L, "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("column 'usage'")
                .hasMessageContaining("NOT NULL");
    }

    @Test
    void testValueThatDoesNotFitNamesTableColumnValueAndPoint() {
        TableMapping mapping = mapping(column("count", DataTypes.TINYINT(), ColumnRole.FIELD));

        assertThatThrownBy(() -> read(all(mapping), row(1L, "cpu", "a", "eu", 0.5, 300L, "x")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Table db.t, column 'count', point of cpu at"
                                + " 1970-01-01T00:00:00.000000001Z with tags {host=a, region=eu}:"
                                + " 300 does not fit TINYINT: it lies outside -128 to 127; declare"
                                + " the column as BIGINT, or as STRING if its type changes");
    }

    @Test
    void testValueThatIsNotSelectedNeedNotFit() throws IOException {
        TableMapping mapping =
                mapping(
                        column("count", DataTypes.TINYINT(), ColumnRole.FIELD),
                        column("usage", DataTypes.DOUBLE(), ColumnRole.FIELD));

        assertThat(
                        read(
                                all(mapping).project(new int[][] {{1}}),
                                row(1L, "cpu", "a", "eu", 0.5, 300L, "x")))
                .isEqualTo(GenericRowData.of(0.5));
    }

    @Test
    void testColumnsOfAnOwnQueryAreFoundByName() throws IOException {
        RowLayout layout =
                new RowLayout(
                        List.of(
                                new Column("_start", ColumnType.TIME, ColumnRole.OTHER),
                                Column.tag("host"),
                                new Column("mean", ColumnType.FLOAT, ColumnRole.OTHER)));
        TableMapping mapping =
                mapping(
                        column("time", DataTypes.TIMESTAMP(9), ColumnRole.TIME),
                        column("_start", DataTypes.TIMESTAMP(9), ColumnRole.FIELD),
                        column("mean", DataTypes.DOUBLE(), ColumnRole.FIELD),
                        column("host", DataTypes.STRING(), ColumnRole.FIELD));

        RowData row =
                read(
                        ScanColumns.all(mapping, true),
                        new InfluxDBRow(layout, null, new Object[] {5L, "a", 1.5}));

        assertThat(row)
                .isEqualTo(
                        GenericRowData.of(
                                null, TimestampData.fromEpochMillis(0, 5), 1.5, text("a")));
    }

    @Test
    void testColumnsAreFoundAnewWhenTheAnswerChanges() throws IOException {
        RowDataDeserializer deserializer = deserializer(all(MAPPING));
        RowLayout other =
                new RowLayout(
                        List.of(Column.field("usage", ColumnType.INTEGER), Column.tag("host")));

        deserializer.deserialize(row(0L, "cpu", "a", "eu", 0.5, 3L, "x"));
        RowData row = deserializer.deserialize(new InfluxDBRow(other, 0L, new Object[] {7L, "b"}));

        assertThat(row)
                .isEqualTo(
                        GenericRowData.of(TimestampData.fromEpochMillis(0), text("b"), 7.0, null));
    }

    private static ScanColumns all(TableMapping mapping) {
        return ScanColumns.all(mapping, false);
    }

    private static RowData read(ScanColumns columns, InfluxDBRow row) throws IOException {
        return deserializer(columns).deserialize(row);
    }

    private static RowDataDeserializer deserializer(ScanColumns columns) {
        return new RowDataDeserializer(columns, TypeInformation.of(RowData.class));
    }

    private static InfluxDBRow row(long time, Object... values) {
        return new InfluxDBRow(LAYOUT, time, values);
    }

    private static TableMapping mapping(TableColumn... columns) {
        return new TableMapping("db.t", "cpu", List.of(columns));
    }

    private static TableColumn column(String name, DataType type, ColumnRole role) {
        return new TableColumn(name, type.getLogicalType(), role);
    }

    private static StringData text(String value) {
        return StringData.fromString(value);
    }

    private static GenericMapData map(Map<String, String> entries) {
        Map<StringData, StringData> map = new java.util.HashMap<>();
        entries.forEach((key, value) -> map.put(text(key), text(value)));
        return new GenericMapData(map);
    }
}
