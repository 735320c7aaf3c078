/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.LineBuffer;
import org.apache.flink.connector.influxdb.client.LineProtocolEncoder;
import org.apache.flink.connector.influxdb.client.LineProtocolParser;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of a table that are written are read as they were, whatever is in them. */
class RowDataRoundTripTest {

    private static final int ROWS = 2_000;
    private static final String[] PIECES = {"a", " ", ",", "=", "\"", "\u00fc", "\uD83D\uDE00"};

    private static final TableMapping TABLE =
            new TableMapping(
                    "db.t",
                    "m",
                    List.of(
                            column("time", DataTypes.TIMESTAMP_LTZ(9), ColumnRole.TIME),
                            column("host", DataTypes.STRING(), ColumnRole.TAG),
                            field("d", DataTypes.DOUBLE()),
                            field("f", DataTypes.FLOAT()),
                            field("l", DataTypes.BIGINT()),
                            field("i", DataTypes.INT()),
                            field("s", DataTypes.SMALLINT()),
                            field("b", DataTypes.TINYINT()),
                            field("u", DataTypes.DECIMAL(20, 0)),
                            field("z", DataTypes.BOOLEAN()),
                            field("odd name, \"=\u00fc", DataTypes.STRING()),
                            field("t", DataTypes.TIMESTAMP(9))));

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private static TableColumn field(String name, DataType type) {
        return column(name, type, ColumnRole.FIELD);
    }

    private static TableColumn column(String name, DataType type, ColumnRole role) {
        return new TableColumn(name, type.getLogicalType(), role);
    }

    @Test
    void testRowsComeBackAsTheyWere() throws Exception {
        RowDataSerializer sink =
                new RowDataSerializer(TABLE, List.of(), true, DeleteMode.FAIL, false);
        sink.open(null);
        RowDataDeserializer source =
                new RowDataDeserializer(
                        ScanColumns.all(TABLE, false), TypeInformation.of(RowData.class));
        for (int i = 0; i < ROWS; i++) {
            GenericRowData row = row();

            Point read = throughTheServer(written(sink, row));

            assertThat(source.deserialize(row(read))).as("seed %d", seed).isEqualTo(row);
        }
    }

    private GenericRowData row() {
        double number = Double.longBitsToDouble(random.nextLong());
        float shorter = Float.intBitsToFloat(random.nextInt());
        return GenericRowData.of(
                time(),
                maybe(StringData.fromString("x" + text())),
                Double.isFinite(number) ? number : 0.1,
                Float.isFinite(shorter) ? maybe(shorter) : 0.1f,
                maybe(random.nextLong()),
                maybe(random.nextInt()),
                maybe((short) random.nextInt()),
                maybe((byte) random.nextInt()),
                maybe(
                        DecimalData.fromBigDecimal(
                                new BigDecimal(new BigInteger(64, random)), 20, 0)),
                maybe(random.nextBoolean()),
                maybe(StringData.fromString(text() + "\n\\")),
                maybe(time()));
    }

    private Object maybe(Object value) {
        return random.nextInt(3) > 0 ? value : null;
    }

    private TimestampData time() {
        return TimestampData.fromInstant(EpochNanos.toInstant(random.nextLong() / 2));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static Point written(RowDataSerializer sink, RowData row) throws Exception {
        List<Point> points = new ArrayList<>();
        sink.serialize(
                row,
                null,
                new Collector<>() {
                    @Override
                    public void collect(Point point) {
                        points.add(point);
                    }

                    @Override
                    public void close() {}
                });
        return points.get(0);
    }

    /** What the server would have of the line. */
    private static Point throughTheServer(Point point) throws Exception {
        LineBuffer line = new LineBuffer();
        new LineProtocolEncoder(InfluxDBVersion.V2, Precision.NS).encode(point, line);
        return new LineProtocolParser(InfluxDBVersion.V2, Precision.NS)
                .parse(new String(line.toByteArray(), StandardCharsets.UTF_8));
    }

    /** What the server would answer. */
    private static InfluxDBRow row(Point point) {
        List<Column> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        point.tags()
                .forEach(
                        (key, value) -> {
                            columns.add(Column.tag(key));
                            values.add(value);
                        });
        point.fields()
                .forEach(
                        (key, value) -> {
                            columns.add(Column.field(key, type(value)));
                            values.add(value);
                        });
        return new InfluxDBRow(new RowLayout(columns), point.timestamp(), values.toArray());
    }

    private static ColumnType type(Object value) {
        if (value instanceof Double) {
            return ColumnType.FLOAT;
        }
        if (value instanceof Long) {
            return ColumnType.INTEGER;
        }
        if (value instanceof BigInteger) {
            return ColumnType.UNSIGNED;
        }
        return value instanceof Boolean ? ColumnType.BOOLEAN : ColumnType.STRING;
    }
}
