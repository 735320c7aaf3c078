/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import java.util.ArrayList;
import java.util.List;

/**
 * The points of a measurement, read through InfluxQL: rows of one layout, in time order. Columns
 * are told by position, since the server renames those that share a name.
 */
final class InfluxQlCursor implements RowCursor {

    private static final int TIME = 0;
    private static final int APART = -1;

    private final InfluxQlAnswer answer;
    private final MeasurementRead read;
    private final String context;

    // Of each column on the wire: where its value goes, and how it is read.
    private final int[] targets;
    private final boolean[] unsigned;
    private final StringCache[] caches;
    private final List<Mixed> mixed = new ArrayList<>();

    private final Object[] wire;
    private InfluxDBRow row;

    private record Mixed(MixedTypes types, int from, int target) {}

    InfluxQlCursor(StreamedAnswer answer, MeasurementRead read, String context) {
        this.answer = new InfluxQlAnswer(answer, 1, context);
        this.read = read;
        this.context = context;

        List<Integer> positions = new ArrayList<>(List.of(APART));
        List<Boolean> unsignedColumns = new ArrayList<>(List.of(false));
        for (MeasurementRead.Field field : read.fields()) {
            if (!field.isMixed()) {
                positions.add(field.position());
                unsignedColumns.add(field.types().contains(ColumnType.UNSIGNED));
                continue;
            }
            MixedTypes types = new MixedTypes(field.declared(), field.types());
            mixed.add(new Mixed(types, positions.size(), field.position()));
            for (MixedTypes.Cast cast : types.casts()) {
                positions.add(APART);
                unsignedColumns.add(cast == MixedTypes.Cast.UNSIGNED);
            }
        }
        int firstTag = positions.size();
        for (int i = 0; i < read.tags().size(); i++) {
            positions.add(MeasurementRead.tagPosition(i));
            unsignedColumns.add(false);
        }
        int width = positions.size();
        this.targets = positions.stream().mapToInt(Integer::intValue).toArray();
        this.unsigned = new boolean[width];
        this.caches = new StringCache[width];
        for (int i = 0; i < width; i++) {
            unsigned[i] = unsignedColumns.get(i);
            caches[i] = i >= firstTag ? new StringCache() : null;
        }
        this.wire = new Object[width];
    }

    @Override
    public boolean next() throws InfluxDBException {
        row = null;
        if (!answer.nextRow()) {
            return false;
        }
        if (answer.columns().size() != wire.length) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.MALFORMED,
                    "The server answers with the columns "
                            + answer.columns()
                            + ", "
                            + wire.length
                            + " were asked for. "
                            + context,
                    null);
        }
        Object[] values = new Object[read.layout().size()];
        values[MeasurementRead.MEASUREMENT_POSITION] = read.query().measurement();
        for (int i = 0; i < wire.length; i++) {
            Object value = answer.value(unsigned[i], caches[i]);
            if (targets[i] == APART) {
                wire[i] = value;
            } else {
                values[targets[i]] = value;
            }
        }
        for (Mixed field : mixed) {
            values[field.target()] = field.types().merge(wire, field.from());
        }
        if (!(wire[TIME] instanceof Long time)) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.MALFORMED,
                    "The server answers with the time " + wire[TIME] + ". " + context,
                    null);
        }
        row = new InfluxDBRow(read.layout(), time, values);
        return true;
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
