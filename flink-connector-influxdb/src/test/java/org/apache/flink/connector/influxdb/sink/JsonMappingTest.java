/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonMappingTest {

    @Test
    void testSettingsSayAllThatTheBuilderSays() {
        JsonMapping built =
                JsonMapping.builder()
                        .measurement("cpu_{region}")
                        .tags("host", "place.city")
                        .fields("usage", "count")
                        .type("usage", ColumnType.FLOAT)
                        .numbersAsFloats()
                        .time("at", TimeFormat.EPOCH_MILLIS)
                        .constantTag("site", "north")
                        .separator(".")
                        .leaveOutMissing()
                        .build();

        assertThat(built)
                .isEqualTo(
                        JsonMapping.of(
                                Map.of(
                                        "measurement", "cpu_{region}",
                                        "tags", "host;place.city",
                                        "fields", "usage;count",
                                        "type.usage", "float",
                                        "numbers", "float",
                                        "time", "at",
                                        "time.format", "epoch-millis",
                                        "constant-tag.site", "north",
                                        "separator", ".",
                                        "missing", "leave-out")));
        assertThat(JsonMapping.of(built.toMap())).isEqualTo(built);
    }

    @Test
    void testAllFaultsAreToldTogether() {
        assertThatThrownBy(
                        () ->
                                JsonMapping.of(
                                        Map.of(
                                                "tags", "a;b;a",
                                                "fields", "b; c",
                                                "type.c", "time",
                                                "type.d", "float",
                                                "numbers", "double",
                                                "time.format", "iso",
                                                "constant-tag.b", "",
                                                "separator", "",
                                                "missing", "skip",
                                                "topic", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'measurement' is missing")
                .hasMessageContaining("'tags' names a member twice")
                .hasMessageContaining("'b' is one of the 'tags' and of the 'fields'")
                .hasMessageContaining("'b' is one of the 'tags' and a constant tag")
                .hasMessageContaining("'type.c' = 'time' is none of boolean, integer")
                .hasMessageContaining("'type.d' is of none of the 'fields'")
                .hasMessageContaining("'numbers' = 'double' is none of as-written and float")
                .hasMessageContaining("'time.format' is set, but not 'time'")
                .hasMessageContaining("'constant-tag.b' is empty")
                .hasMessageContaining("'separator' is empty")
                .hasMessageContaining("'missing' = 'skip' is none of reject and leave-out")
                .hasMessageContaining("'topic' is none of measurement, tags");
    }

    @Test
    void testListWithoutNamesIsNoFields() {
        assertThatThrownBy(() -> JsonMapping.builder().measurement("m").fields().build())
                .hasMessageContaining("'fields' is empty");
        assertThatThrownBy(() -> JsonMapping.builder().tags("a;b"))
                .hasMessageContaining("'a;b' holds a ;");
    }

    @Test
    void testReferencesAreLookedUpOnTheTask() throws Exception {
        JsonMapping mapping =
                JsonMapping.of(
                        Map.of(
                                "measurement", "${env:INFLUX_EVENTS}",
                                "tags", "host",
                                "constant-tag.site", "${env:INFLUX_SITE}"));

        JsonPlan plan =
                mapping.plan(Map.of("INFLUX_EVENTS", "cpu_{region}", "INFLUX_SITE", "north")::get);

        assertThat(plan.measurement().places()).isEqualTo(List.of("region"));
        assertThat(plan.constantTags()).isEqualTo(Map.of("site", "north"));
        assertThatThrownBy(() -> mapping.plan(name -> null))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("environment variable INFLUX_");
        assertThatThrownBy(() -> mapping.plan(Map.of("INFLUX_EVENTS", "", "INFLUX_SITE", "x")::get))
                .hasMessageContaining("INFLUX_EVENTS is not set");
    }

    @Test
    void testOnlyVariablesForInfluxDBAreRead() {
        assertThatThrownBy(
                        () -> JsonMapping.of(Map.of("measurement", "${env:AWS_SECRET_ACCESS_KEY}")))
                .hasMessageContaining("only variables that begin with INFLUX may");
    }
}
