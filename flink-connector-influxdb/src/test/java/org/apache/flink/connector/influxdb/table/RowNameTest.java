/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Names that are filled with the columns of a row. */
class RowNameTest {

    private static final TableMapping MAPPING =
            new TableMapping(
                    "db.t",
                    "cpu",
                    List.of(
                            column("host", DataTypes.STRING(), ColumnRole.TAG),
                            column("n", DataTypes.INT(), ColumnRole.FIELD),
                            column("region", DataTypes.STRING(), ColumnRole.FIELD)));

    private static TableColumn column(String name, DataType type, ColumnRole role) {
        return new TableColumn(name, type.getLogicalType(), role);
    }

    private static RowName bucket(String pattern) {
        return new RowName(new ColumnPattern("bucket", pattern), MAPPING);
    }

    private static RowData row(String host, String region) {
        return GenericRowData.of(
                StringData.fromString(host),
                1,
                region == null ? null : StringData.fromString(region));
    }

    @Test
    void testColumnsAreFilledIn() {
        assertThat(bucket("{region}/{host}.raw").apply(row("a", "eu"))).isEqualTo("eu/a.raw");
    }

    @Test
    void testItTravelsInTheJobGraph() throws Exception {
        RowName copy = InstantiationUtil.clone(bucket("b_{region}"));

        assertThat(copy.apply(row("a", "eu"))).isEqualTo("b_eu");
    }

    @Test
    void testNullIsAnErrorThatNamesTheRow() {
        assertThatThrownBy(() -> bucket("b_{region}").apply(row("a", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Table db.t, row {host=a, n=1, region=NULL}")
                .hasMessageContaining("column 'region' is NULL, but 'bucket' = 'b_{region}'");
    }
}
