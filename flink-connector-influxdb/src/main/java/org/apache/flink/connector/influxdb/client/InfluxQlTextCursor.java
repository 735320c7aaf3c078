/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;

import javax.annotation.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows of an InfluxQL query of the user's own, series by series as the server sends them.
 *
 * <p>The columns are: the name of the series as the measurement, if it has one; the tags that the
 * query groups by, as tags, null where a series does not have one; then the columns of the answer
 * as fields, since InfluxQL does not tell a selected tag from a field. A first column {@code time}
 * is the row's time.
 *
 * <p>InfluxQL names no types. A column's type is that of its values so far, and the layout changes
 * with it; a column that has had no value yet counts as a string.
 */
final class InfluxQlTextCursor implements RowCursor {

    private static final String TIME = "time";

    private final InfluxQlAnswer answer;
    private final String context;

    private List<String> names = List.of();
    private Map<String, String> tags = Map.of();
    private int fixed;
    private Object[] constants = {};
    private boolean hasTime;
    private ColumnType[] types = {};
    private StringCache[] caches = {};
    @Nullable private RowLayout layout;
    private InfluxDBRow row;

    InfluxQlTextCursor(StreamedAnswer answer, String context) {
        this.answer = new InfluxQlAnswer(answer, 1, context);
        this.context = context;
    }

    @Override
    public boolean next() throws InfluxDBException {
        row = null;
        if (!answer.nextRow()) {
            return false;
        }
        if (answer.isNewSeries()) {
            startSeries();
        }
        Long time = null;
        Object[] values = new Object[constants.length];
        System.arraycopy(constants, 0, values, 0, fixed);
        int target = fixed;
        for (int i = 0; i < names.size(); i++) {
            boolean isTime = hasTime && i == 0;
            Object value = answer.value(!isTime && types[i] == ColumnType.UNSIGNED, caches[i]);
            if (isTime) {
                time = time(value);
                continue;
            }
            learnType(i, value);
            values[target++] = value;
        }
        if (layout == null) {
            layout = layout();
        }
        row = new InfluxDBRow(layout, time, values);
        return true;
    }

    private void startSeries() {
        if (!names.equals(answer.columns())) {
            names = List.copyOf(answer.columns());
            hasTime = !names.isEmpty() && names.get(0).equals(TIME);
            types = new ColumnType[names.size()];
            caches = new StringCache[names.size()];
            for (int i = 0; i < caches.length; i++) {
                caches[i] = new StringCache();
            }
            layout = null;
        }
        if (!tags.keySet().equals(answer.seriesTags().keySet())
                || fixed != tags.size() + (answer.seriesName().isEmpty() ? 0 : 1)) {
            layout = null;
        }
        tags = answer.seriesTags();
        List<Object> head = new ArrayList<>();
        if (!answer.seriesName().isEmpty()) {
            head.add(answer.seriesName());
        }
        // A series without the tag comes with the empty string, which no tag can be.
        tags.values().forEach(tag -> head.add(tag.isEmpty() ? null : tag));
        fixed = head.size();
        constants = new Object[fixed + names.size() - (hasTime ? 1 : 0)];
        for (int i = 0; i < fixed; i++) {
            constants[i] = head.get(i);
        }
    }

    private Long time(@Nullable Object value) throws InfluxDBException {
        if (value instanceof Long time) {
            return time;
        }
        throw new InfluxDBException(
                InfluxDBException.Kind.MALFORMED,
                "The server answers with the time " + value + ". " + context,
                null);
    }

    private void learnType(int column, @Nullable Object value) {
        if (value != null) {
            ColumnType type = typeOf(value);
            if (type != types[column]) {
                types[column] = type;
                layout = null;
            }
        }
    }

    private static ColumnType typeOf(Object value) {
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

    private RowLayout layout() {
        List<Column> columns = new ArrayList<>();
        if (fixed > tags.size()) {
            columns.add(
                    new Column(
                            MeasurementRead.MEASUREMENT,
                            ColumnType.STRING,
                            ColumnRole.MEASUREMENT));
        }
        tags.keySet().forEach(tag -> columns.add(Column.tag(tag)));
        for (int i = hasTime ? 1 : 0; i < names.size(); i++) {
            columns.add(
                    Column.field(names.get(i), types[i] == null ? ColumnType.STRING : types[i]));
        }
        return new RowLayout(columns);
    }

    @Override
    public InfluxDBRow row() {
        if (row == null) {
            throw new IllegalStateException("The cursor stands on no row: next() goes to one");
        }
        return row;
    }

    @Override
    public void close() {
        answer.close();
    }
}
