/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import javax.annotation.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes points of JSON objects by a plan. What is wrong with an object is said in the message. */
final class JsonPoints {

    private final JsonPlan plan;
    private final Set<String> taken;

    JsonPoints(JsonPlan plan) {
        this.plan = plan;
        this.taken = plan.taken();
    }

    /**
     * The point of an object.
     *
     * @throws IllegalArgumentException if a member is missing or does not fit
     */
    Point point(ObjectNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        flatten("", object, members);
        Point point = Point.measurement(measurement(members));
        plan.constantTags().forEach(point::tag);
        for (String tag : plan.tags()) {
            point.tag(tag, tag(members, tag));
        }
        if (plan.time() != null) {
            String member = plan.time().member();
            JsonNode value = needed(members, member, "is the time");
            point.time(JsonValues.time(member, value, plan.time().format()));
        }
        if (plan.fields() != null) {
            putListed(point, members, plan.fields());
        } else {
            putRest(point, members);
        }
        return point;
    }

    private void flatten(String prefix, JsonNode node, Map<String, JsonNode> members) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                flattenMember(prefix + member.getKey(), member.getValue(), members);
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                flattenMember(prefix + i, node.get(i), members);
            }
        }
    }

    private void flattenMember(String name, JsonNode value, Map<String, JsonNode> members) {
        if (value.isContainerNode()) {
            flatten(name + plan.options().separator(), value, members);
        } else if (members.put(name, value) != null) {
            throw new IllegalArgumentException(
                    "two members are called '"
                            + name
                            + "' when they are flattened; set another 'separator'");
        }
    }

    private String measurement(Map<String, JsonNode> members) {
        List<String> places = plan.measurement().places();
        String[] values = new String[places.size()];
        for (int i = 0; i < values.length; i++) {
            String name = places.get(i);
            values[i] = JsonValues.text(name, needed(members, name, "names the measurement"));
        }
        return plan.measurement().fill(values);
    }

    @Nullable
    private String tag(Map<String, JsonNode> members, String name) {
        JsonNode value = present(members, name);
        String text = value == null ? "" : JsonValues.text(name, value);
        if (text.isEmpty() && !plan.options().leavesOutMissing()) {
            throw missing(name, "is a tag");
        }
        return text;
    }

    private void putListed(Point point, Map<String, JsonNode> members, List<String> fields) {
        for (String name : fields) {
            JsonNode value = present(members, name);
            if (value != null) {
                put(point, name, value);
            } else if (!plan.options().leavesOutMissing()) {
                throw missing(name, "is a field");
            }
        }
    }

    private void putRest(Point point, Map<String, JsonNode> members) {
        members.forEach(
                (name, value) -> {
                    if (!value.isNull() && !taken.contains(name)) {
                        put(point, name, value);
                    }
                });
    }

    private void put(Point point, String name, JsonNode value) {
        JsonValues.put(
                point, name, value, plan.types().get(name), plan.options().numbersAreFloats());
    }

    private static JsonNode needed(Map<String, JsonNode> members, String name, String role) {
        JsonNode value = present(members, name);
        if (value == null) {
            throw missing(name, role);
        }
        return value;
    }

    @Nullable
    private static JsonNode present(Map<String, JsonNode> members, String name) {
        JsonNode value = members.get(name);
        return value == null || value.isNull() || value.isMissingNode() ? null : value;
    }

    private static IllegalArgumentException missing(String name, String role) {
        return new IllegalArgumentException(
                "'" + name + "', which " + role + ", is missing, null or empty");
    }
}
