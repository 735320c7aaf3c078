/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.factories.utils.FactoryMocks;
import org.apache.flink.types.RowKind;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a table needs so that its rows choose their bucket and may be deleted. */
class SinkTableTest {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.physical("time", DataTypes.TIMESTAMP_LTZ(9).notNull()),
                    Column.physical("host", DataTypes.STRING().notNull()),
                    Column.physical("place", DataTypes.STRING().notNull()),
                    Column.physical("n", DataTypes.BIGINT()));

    private static ResolvedSchema withKey(String... key) {
        return new ResolvedSchema(
                COLUMNS, List.of(), UniqueConstraint.primaryKey("pk", List.of(key)), List.of());
    }

    private static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("connector", "influxdb");
        options.put("url", "http://localhost:8086");
        options.put("bucket", "metrics");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static Object sink(ResolvedSchema schema, Map<String, String> options) {
        return FactoryMocks.createTableSink(schema, options);
    }

    @Test
    void testBucketMayNameColumns() {
        Map<String, String> options = options("bucket", "b_{place}");

        assertThatCode(() -> sink(withKey("time", "host"), options)).doesNotThrowAnyException();
    }

    @Test
    void testDeletesNeedAKeyOfAllThatTellsPointsApart() {
        Map<String, String> options = options("sink.delete.mode", "delete");
        assertThatCode(() -> sink(withKey("time", "host"), options)).doesNotThrowAnyException();

        options.put("tag.columns", "host;place");
        assertThatThrownBy(() -> sink(withKey("time", "host"), options))
                .hasStackTraceContaining("needs a PRIMARY KEY of all that tells points apart")
                .hasStackTraceContaining("missing: [place]");
        assertThatThrownBy(() -> sink(ResolvedSchema.of(COLUMNS), options))
                .hasStackTraceContaining("missing: [time, host, place]");
    }

    @Test
    void testDeletesNeedTheColumnsOfNamesInTheKeyToo() {
        ResolvedSchema schema = withKey("time", "host");

        assertThatThrownBy(
                        () ->
                                sink(
                                        schema,
                                        options(
                                                "sink.delete.mode", "delete",
                                                "bucket", "b_{place}")))
                .hasStackTraceContaining("missing: [place]");
        assertThatThrownBy(
                        () ->
                                sink(
                                        schema,
                                        options(
                                                "sink.delete.mode", "delete",
                                                "measurement", "m_{place}")))
                .hasStackTraceContaining("missing: [place]");
    }

    @Test
    void testDeletesAndTagsOfMetadataExcludeEachOther() {
        SupportsWritingMetadata sink =
                (SupportsWritingMetadata)
                        sink(withKey("time", "host"), options("sink.delete.mode", "delete"));

        assertThatCode(() -> sink.applyWritableMetadata(List.of("fields"), DataTypes.ROW()))
                .doesNotThrowAnyException();
        for (String key : List.of("tags", "measurement")) {
            assertThatThrownBy(() -> sink.applyWritableMetadata(List.of(key), DataTypes.ROW()))
                    .hasMessageContaining("'sink.delete.mode' = 'delete'")
                    .hasMessageContaining("metadata columns");
        }
    }

    @Test
    void testUpdatesComeAsTheirNewRowAlone() {
        InfluxDBDynamicTableSink sink =
                (InfluxDBDynamicTableSink)
                        sink(withKey("time", "host"), options("sink.delete.mode", "delete"));

        assertThat(sink.getChangelogMode(ChangelogMode.all()).getContainedKinds())
                .containsExactlyInAnyOrder(RowKind.INSERT, RowKind.UPDATE_AFTER, RowKind.DELETE);
    }
}
