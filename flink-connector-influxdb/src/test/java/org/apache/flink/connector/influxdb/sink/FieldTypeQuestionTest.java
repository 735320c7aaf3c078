/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** How field types are asked for: one by one at first, and all at once for many measurements. */
class FieldTypeQuestionTest {

    private static final MeasurementSchema FLOAT =
            new MeasurementSchema(List.of(), Map.of("f", Set.of(ColumnType.FLOAT)));

    private final FakeClient client = new FakeClient();
    private long nanos;
    private final FieldTypeQuestion question = new FieldTypeQuestion(client, () -> nanos);

    private void askOneByOne() throws Exception {
        for (int i = 0; i < FieldTypeQuestion.ONE_BY_ONE; i++) {
            question.ask("b", "first" + i, true);
        }
        assertThat(client.reads).hasSize(FieldTypeQuestion.ONE_BY_ONE).contains("b first0");
        client.reads.clear();
    }

    @Test
    void testManyMeasurementsAreAskedForAtOnce() throws Exception {
        askOneByOne();
        client.allSchemas = Map.of("m", FLOAT, "n", FLOAT);

        assertThat(question.ask("b", "m", true).of("f")).isEqualTo(ColumnType.FLOAT);
        assertThat(question.ask("b", "n", true).of("f")).isEqualTo(ColumnType.FLOAT);
        assertThat(client.reads).containsExactly("b");
    }

    @Test
    void testMeasurementThatIsNotAmongAllIsNew() throws Exception {
        askOneByOne();
        client.allSchemas = Map.of("m", FLOAT);

        assertThat(question.ask("b", "new", true).of("f")).isNull();
        assertThat(client.reads).containsExactly("b");
    }

    @Test
    void testWhatIsKnownIsAskedForByItself() throws Exception {
        askOneByOne();
        client.allSchemas = Map.of();
        client.schemas = (bucket, measurement) -> FLOAT;

        assertThat(question.ask("b", "m", false).of("f")).isEqualTo(ColumnType.FLOAT);
        assertThat(client.reads).containsExactly("b m");
    }

    @Test
    void testAllAreAskedForAgainForANewMeasurementAMinuteLater() throws Exception {
        askOneByOne();
        client.allSchemas = Map.of();
        question.ask("b", "m", true);
        nanos += Duration.ofMinutes(1).toNanos();
        question.ask("b", "n", true);
        assertThat(client.reads).hasSize(1);
        nanos += 1;
        client.allSchemas = Map.of("o", FLOAT);

        assertThat(question.ask("b", "o", true).of("f")).isEqualTo(ColumnType.FLOAT);
        assertThat(client.reads).containsExactly("b", "b");
    }

    @Test
    void testServerThatTellsThemOneByOneIsAskedOneByOne() throws Exception {
        askOneByOne();
        client.schemas = (bucket, measurement) -> FLOAT;

        question.ask("b", "m", true);

        assertThat(question.ask("b", "n", true).of("f")).isEqualTo(ColumnType.FLOAT);
        assertThat(client.reads).containsExactly("b", "b m", "b n");
    }

    @Test
    void testMeasurementBeyondTheLimitOfAllIsAskedForByItself() throws Exception {
        askOneByOne();
        Map<String, MeasurementSchema> all = new HashMap<>();
        for (int i = 0; i < BucketFacts.CAPACITY; i++) {
            all.put("m" + i, FLOAT);
        }
        client.allSchemas = all;

        question.ask("b", "beyond", true);

        assertThat(client.reads).containsExactly("b", "b beyond");
    }
}
