/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import javax.annotation.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;

/** Rows as JSON. Not by a lambda per form: shading cannot relocate Jackson in serialized ones. */
abstract sealed class JsonDeserializationSchema<T> implements InfluxDBDeserializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TIME = "time";
    private static final String MEASUREMENT = "measurement";
    private static final String TAGS = "tags";
    private static final String FIELDS = "fields";

    private final JsonFormat format;
    @Nullable private transient RowLayout layout;

    private JsonDeserializationSchema(JsonFormat format) {
        this.format = format;
    }

    @Override
    public T deserialize(InfluxDBRow row) throws IOException {
        if (row.layout() != layout) {
            checkNames(row.layout());
            layout = row.layout();
        }
        ObjectNode object = JSON.createObjectNode();
        if (row.hasTimestamp()) {
            putTime(object, TIME, row.timestamp());
        }
        String measurement = row.measurement();
        if (measurement != null) {
            object.put(MEASUREMENT, measurement);
        }
        boolean isFlat = format.shape() == JsonFormat.Shape.FLAT;
        ObjectNode tags = isFlat ? object : object.putObject(TAGS);
        ObjectNode fields = isFlat ? object : object.putObject(FIELDS);
        for (int i = 0; i < layout.size(); i++) {
            Object value = row.get(i);
            Column column = layout.column(i);
            if (value != null && column.role() != ColumnRole.MEASUREMENT) {
                put(column.role() == ColumnRole.TAG ? tags : fields, column, value);
            }
        }
        return convert(object);
    }

    abstract T convert(ObjectNode object) throws IOException;

    private void checkNames(RowLayout next) throws IOException {
        Set<String> names = new HashSet<>(Set.of(TIME, MEASUREMENT));
        for (Column column : next.columns()) {
            if (format.shape() == JsonFormat.Shape.FLAT
                    && column.role() != ColumnRole.MEASUREMENT
                    && !names.add(column.name())) {
                throw new IOException(
                        "Flat JSON cannot hold two members of the name '"
                                + column.name()
                                + "': the columns are time, measurement and "
                                + next
                                + ". Use JsonFormat.NESTED");
            }
        }
    }

    private void put(ObjectNode target, Column column, Object value) {
        String name = column.name();
        if (column.type() == ColumnType.TIME) {
            putTime(target, name, (Long) value);
        } else if (value instanceof Double number) {
            target.put(name, number);
        } else if (value instanceof Long number) {
            target.put(name, number);
        } else if (value instanceof BigInteger number) {
            target.put(name, number);
        } else if (value instanceof Boolean flag) {
            target.put(name, flag);
        } else {
            target.put(name, (String) value);
        }
    }

    private void putTime(ObjectNode target, String name, long nanos) {
        if (format.time().isText()) {
            target.put(name, EpochNanos.toText(nanos));
        } else {
            target.put(name, format.time().number(nanos));
        }
    }

    /** As objects of Jackson. */
    static final class Objects extends JsonDeserializationSchema<ObjectNode> {
        private static final long serialVersionUID = 1L;

        Objects(JsonFormat format) {
            super(format);
        }

        @Override
        ObjectNode convert(ObjectNode object) {
            return object;
        }

        @Override
        public TypeInformation<ObjectNode> getProducedType() {
            return ObjectNodeTypeInfo.INSTANCE;
        }
    }

    /** As text. */
    static final class Strings extends JsonDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        Strings(JsonFormat format) {
            super(format);
        }

        @Override
        String convert(ObjectNode object) throws IOException {
            return JSON.writeValueAsString(object);
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    /** As UTF-8. */
    static final class Bytes extends JsonDeserializationSchema<byte[]> {
        private static final long serialVersionUID = 1L;

        Bytes(JsonFormat format) {
            super(format);
        }

        @Override
        byte[] convert(ObjectNode object) throws IOException {
            return JSON.writeValueAsBytes(object);
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }
}
