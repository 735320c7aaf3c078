/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FluxCursorTest {

    private static final MeasurementSchema SCHEMA =
            new MeasurementSchema(
                    List.of("host"),
                    Map.of("f", Set.of(ColumnType.FLOAT), "g", Set.of(ColumnType.FLOAT)));

    private static final TimeRange SECONDS = new TimeRange(0, 5_000_000_000L);

    /** One table for each field of each series. */
    private static final class Body {
        private final StringBuilder lines = new StringBuilder();
        private int table;

        Body() {
            lines.append("#datatype,string,long,dateTime:RFC3339,double,string,string,string\n");
            lines.append("#group,false,false,false,false,true,true,true\n");
            lines.append("#default,_result,,,,,,\n");
            lines.append(",result,table,_time,_value,_field,_measurement,host\n");
        }

        Body table(String field, String host, int... seconds) {
            for (int second : seconds) {
                lines.append(",,").append(table).append(",1970-01-01T00:00:0").append(second);
                lines.append("Z,").append(second).append(',').append(field).append(",m,");
                lines.append(host).append('\n');
            }
            table++;
            return this;
        }

        FluxCursor cursor(long maxBytes) {
            lines.append('\n');
            MeasurementRead read =
                    new MeasurementRead(ReadSupport.points("b", "m", QueryLanguage.FLUX), SCHEMA);
            return new FluxCursor(
                    Recorded.answer(Recorded.csv(lines.toString())),
                    new FluxLayout(read),
                    SECONDS,
                    maxBytes,
                    "query Q");
        }

        List<InfluxDBRow> read() throws InfluxDBException {
            return ReadSupport.drain(cursor(FluxCursor.DEFAULT_MAX_BYTES));
        }
    }

    private static List<String> shown(List<InfluxDBRow> rows) {
        return rows.stream()
                .map(
                        row ->
                                row.timestamp() / 1_000_000_000
                                        + row.tag("host")
                                        + " "
                                        + row.get("f")
                                        + " "
                                        + row.get("g"))
                .toList();
    }

    @Test
    void testFieldsOfASeriesAreJoinedAndSeriesMergedByTime() throws Exception {
        List<InfluxDBRow> rows =
                new Body()
                        .table("f", "b", 1, 3)
                        .table("g", "b", 2, 3)
                        .table("f", "a", 1, 2, 4)
                        .read();

        assertThat(shown(rows))
                .containsExactly(
                        "1b 1.0 null",
                        "1a 1.0 null",
                        "2b null 2.0",
                        "2a 2.0 null",
                        "3b 3.0 3.0",
                        "4a 4.0 null");
    }

    @Test
    void testTablesOfASeriesNeedNotBeNeighbours() throws Exception {
        List<InfluxDBRow> rows =
                new Body().table("f", "a", 1).table("f", "b", 1).table("g", "a", 1).read();

        assertThat(shown(rows)).containsExactly("1a 1.0 1.0", "1b 1.0 null");
    }

    @Test
    void testRowsOutsideTheRangeAreLeftOut() throws Exception {
        assertThat(shown(new Body().table("f", "a", 4, 5).read())).containsExactly("4a 4.0 null");
    }

    @Test
    void testBeyondTheLimitNoRowIsHandedOn() {
        Body body = new Body();
        for (int i = 0; i < 200; i++) {
            body.table("f", "h" + i, 0, 1, 2, 3, 4);
        }
        FluxCursor cursor = body.cursor(50_000);

        assertThatThrownBy(cursor::next)
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("limit of 50000 bytes")
                .hasMessageContaining("No row of it was handed on")
                .hasMessageContaining("query Q")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.TOO_HEAVY);
    }

    @Test
    void testTimesThatDoNotAscendAreRefused() {
        assertThatThrownBy(() -> new Body().table("f", "a", 2, 1).read())
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("do not ascend")
                .hasMessageContaining("line 6");
    }
}
