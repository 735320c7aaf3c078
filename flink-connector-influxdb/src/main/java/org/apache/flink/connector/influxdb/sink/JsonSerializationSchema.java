/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Makes points of JSON. Not by a lambda per form: shading cannot relocate Jackson in those. */
abstract sealed class JsonSerializationSchema<T> implements InfluxDBSerializationSchema<T> {

    private static final long serialVersionUID = 1L;

    // The second of two members of one name, and what follows the object, would be dropped.
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonMapping mapping;

    private transient JsonPoints points;

    private JsonSerializationSchema(JsonMapping mapping) {
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    @Override
    public void open(SerializationSchema.InitializationContext context) throws InfluxDBException {
        points = new JsonPoints(mapping.plan(System::getenv));
    }

    @Override
    public void serialize(T record, SinkWriter.Context context, Collector<Point> out)
            throws RejectedRecordException {
        if (record == null) {
            throw new RejectedRecordException("null", "The record is null, not a JSON object.");
        }
        Point point;
        try {
            if (!(parse(record) instanceof ObjectNode object)) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            point = points.point(object);
        } catch (JsonProcessingException e) {
            throw rejected(record, "it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw rejected(record, e.getMessage(), e);
        }
        out.collect(point);
    }

    private RejectedRecordException rejected(T record, String what, Exception cause) {
        return new RejectedRecordException(
                text(record), "No point can be made of a JSON record: " + what + ".", cause);
    }

    abstract JsonNode parse(T record) throws IOException;

    abstract String text(T record);

    /** Of text. */
    static final class Strings extends JsonSerializationSchema<String> {
        private static final long serialVersionUID = 1L;

        Strings(JsonMapping mapping) {
            super(mapping);
        }

        @Override
        JsonNode parse(String record) throws IOException {
            return JSON.readTree(record);
        }

        @Override
        String text(String record) {
            return record;
        }
    }

    /** Of UTF-8. */
    static final class Bytes extends JsonSerializationSchema<byte[]> {
        private static final long serialVersionUID = 1L;

        Bytes(JsonMapping mapping) {
            super(mapping);
        }

        @Override
        JsonNode parse(byte[] record) throws IOException {
            return JSON.readTree(record);
        }

        @Override
        String text(byte[] record) {
            return new String(record, StandardCharsets.UTF_8);
        }
    }

    /** Of objects of Jackson. */
    static final class Nodes extends JsonSerializationSchema<ObjectNode> {
        private static final long serialVersionUID = 1L;

        Nodes(JsonMapping mapping) {
            super(mapping);
        }

        @Override
        JsonNode parse(ObjectNode record) {
            return record;
        }

        @Override
        String text(ObjectNode record) {
            return record.toString();
        }
    }
}
