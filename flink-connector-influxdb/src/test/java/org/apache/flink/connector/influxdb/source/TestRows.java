/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.util.InstantiationUtil;

import java.util.ArrayList;
import java.util.List;

/** Rows for tests of what is made of them. */
final class TestRows {

    static final Column MEASUREMENT =
            new Column("_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT);

    private TestRows() {}

    /** A row of columns and values in turn. */
    static InfluxDBRow row(Long time, Object... columnsAndValues) {
        List<Column> columns = new ArrayList<>();
        Object[] values = new Object[columnsAndValues.length / 2];
        for (int i = 0; i < values.length; i++) {
            columns.add((Column) columnsAndValues[2 * i]);
            values[i] = columnsAndValues[2 * i + 1];
        }
        return new InfluxDBRow(new RowLayout(columns), time, values);
    }

    /** What the schema is on a task: it came there serialized. */
    static <T> InfluxDBDeserializationSchema<T> shipped(InfluxDBDeserializationSchema<T> schema)
            throws Exception {
        return InstantiationUtil.clone(schema);
    }

    /** The serializer of a type, which fails if it needs Kryo. */
    static <T> TypeSerializer<T> serializerWithoutKryo(TypeInformation<T> type) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return type.createSerializer(new SerializerConfigImpl(configuration));
    }

    /** What arrives behind the next shuffle. */
    static <T> T sent(InfluxDBDeserializationSchema<T> schema, T record) throws Exception {
        TypeSerializer<T> serializer = serializerWithoutKryo(schema.getProducedType());
        return InstantiationUtil.deserializeFromByteArray(
                serializer, InstantiationUtil.serializeToByteArray(serializer, record));
    }
}
