/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.TableConfigOptions;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a WHERE clause, sent through Flink's planner. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
class PredicateConverterTest {

    private static TableEnvironment tables;

    // Flink's planner works only on the thread that made the environment.
    @BeforeAll
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
    static void declareTables() {
        tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        tables.getConfig().set(TableConfigOptions.LOCAL_TIME_ZONE, "Europe/Berlin");
        declare("ltz9", "TIMESTAMP_LTZ(9)");
        declare("ltz3", "TIMESTAMP_LTZ(3)");
        declare("ts9", "TIMESTAMP(9)");
        declare("ts0", "TIMESTAMP(0)");
    }

    private static void declare(String name, String type) {
        tables.executeSql(
                "CREATE TABLE %s (`time` %s, tag STRING, tag2 VARCHAR(5), tagc CHAR(3), f STRING, v DOUBLE) WITH ('connector' = 'recording')"
                        .formatted(name, type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Berlin is one hour ahead of UTC in winter.
                "ltz9 | t >= TIMESTAMP '2026-01-01 00:00:00' | 2025-12-31T23:00:00Z |",
                "ltz9 | t > TIMESTAMP '2026-01-01 00:00:00' | 2025-12-31T23:00:00.000000001Z |",
                "ltz9 | t < TIMESTAMP '2026-01-01 00:00:00.000000005' | | 2025-12-31T23:00:00.000000005Z",
                "ltz9 | t <= TIMESTAMP '2026-01-01 00:00:00.000000005' | | 2025-12-31T23:00:00.000000006Z",
                "ltz9 | t >= TO_TIMESTAMP_LTZ(1767225600123, 3) | 2026-01-01T00:00:00.123Z |",
                "ltz9 | t >= '2026-01-01 00:00:00.123456789' | 2025-12-31T23:00:00.123456789Z |",
                "ltz9 | TIMESTAMP '2026-01-01 00:00:00' <= t | 2025-12-31T23:00:00Z |",
                "ltz9 | TIMESTAMP '2026-01-01 00:00:00' > t | | 2025-12-31T23:00:00Z",
                "ltz9 | t = TIMESTAMP '2026-01-01 00:00:00.000000001' | 2025-12-31T23:00:00.000000001Z | 2025-12-31T23:00:00.000000002Z",
                "ltz9 | t BETWEEN TIMESTAMP '2026-01-01 00:00:00' AND TIMESTAMP '2026-01-02 00:00:00' | 2025-12-31T23:00:00Z | 2026-01-01T23:00:00.000000001Z",
                "ltz9 | t >= TIMESTAMP '2026-01-01 00:00:00' AND t < TIMESTAMP '2026-07-01 00:00:00' | 2025-12-31T23:00:00Z | 2026-06-30T22:00:00Z",
                "ltz9 | t >= TIMESTAMP '0001-01-01 00:00:00' | |",
                // A column of milliseconds shows a time rounded down.
                "ltz3 | t >= TIMESTAMP '2026-01-01 00:00:00.001' | 2025-12-31T23:00:00.001Z |",
                "ltz3 | t > TIMESTAMP '2026-01-01 00:00:00.001' | 2025-12-31T23:00:00.002Z |",
                "ltz3 | t <= TIMESTAMP '2026-01-01 00:00:00.001' | | 2025-12-31T23:00:00.002Z",
                "ltz3 | t < TIMESTAMP '2026-01-01 00:00:00.001' | | 2025-12-31T23:00:00.001Z",
                "ltz3 | t = TIMESTAMP '2026-01-01 00:00:00.001' | 2025-12-31T23:00:00.001Z | 2025-12-31T23:00:00.002Z",
                "ltz3 | t >= TIMESTAMP '2026-01-01 00:00:00.000000001' | 2025-12-31T23:00:00.001Z |",
                // Without zone a time is UTC.
                "ts9 | t >= TIMESTAMP '2026-01-01 00:00:00' | 2026-01-01T00:00:00Z |",
                "ts9 | t < '2026-01-01 00:00:00.5' | | 2026-01-01T00:00:00.500Z",
                "ts9 | t >= TO_TIMESTAMP('2026-01-01 00:00:00') | 2026-01-01T00:00:00Z |",
                "ts9 | t >= TIMESTAMP '2026-03-29 02:30:00' | 2026-03-29T02:30:00Z |",
                "ts0 | t < TIMESTAMP '2026-01-01 00:00:00.5' | | 2026-01-01T00:00:01Z",
                "ts0 | t > TIMESTAMP '2026-01-01 00:00:00' | 2026-01-01T00:00:01Z |"
            })
    void testConditionOnTheTimeIsLeftToTheServer(
            String table, String where, String start, String stop) {
        PredicateConverter.Converted converted =
                convert(table, where.replaceAll("\\bt\\b", "`time`"));

        assertThat(converted.result().getRemainingFilters()).isEmpty();
        assertThat(converted.pushed().predicates()).isEmpty();
        assertThat(converted.pushed().time())
                .isEqualTo(
                        new TimeCondition(
                                nanos(start, TimeCondition.ALL.start()),
                                nanos(stop, TimeCondition.ALL.stop())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`time` > CURRENT_TIMESTAMP - INTERVAL '1' HOUR",
                "`time` <> TIMESTAMP '2026-01-01 00:00:00'",
                "`time` > TIMESTAMP '2026-01-01 00:00:00' OR v > 1",
                "`time` > TIMESTAMP '2026-02-01 00:00:00' OR `time` < TIMESTAMP '2026-01-01 00:00:00'",
                "`time` IN (TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-02 00:00:00')",
                "`time` >= TIMESTAMP '2026-03-29 02:30:00'",
                "tag = ''",
                "tag IN ('', 'a')",
                "tag <> 'a'",
                "tag NOT IN ('a', 'b')",
                "tag IS NULL",
                "tag IS NOT NULL",
                "tag LIKE 'a%'",
                "tag > 'a'",
                "UPPER(tag) = 'A'",
                "tag = tag2",
                "tag = 'a' OR tag2 = 'a'",
                "tag = 'a' OR v > 1",
                "tag2 = 'longer than five'",
                "tagc = 'abc'",
                "tagc = 'a'",
                "f = 'a'",
                "v = 1",
                "v > 1 AND v < 2"
            })
    void testWhatTheServerCannotSayStaysWithFlink(String where) {
        PredicateConverter.Converted converted = convert("ltz9", where);

        assertThat(converted.result().getAcceptedFilters()).isEmpty();
        assertThat(converted.result().getRemainingFilters()).isNotEmpty();
        assertThat(converted.pushed()).isEqualTo(PushedFilters.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tag = 'a' | a",
                "'a' = tag | a",
                "tag = 'a ' OR tag = 'it''s' | a ;it's",
                "tag IN ('a', 'b', 'c') | a;b;c",
                "tag IN ('a', 'b') OR tag = 'c' | a;b;c",
                "tag IS NOT DISTINCT FROM 'a' | a"
            })
    void testTagThatHasOneOfSomeValuesIsLeftToTheServer(String where, String values) {
        PredicateConverter.Converted converted = convert("ltz9", where);

        assertThat(converted.result().getRemainingFilters()).isEmpty();
        assertThat(converted.pushed().predicates())
                .containsExactly(new Predicate.TagIn("tag", List.of(values.split(";"))));
    }

    @Test
    void testConditionsThatAreJoinedGoTheirOwnWays() {
        PredicateConverter.Converted converted =
                convert(
                        "ts9",
                        "tag = 'a' AND tag2 = 'b' AND v > 1 AND `time` >= TIMESTAMP '2026-01-01 00:00:00'");

        assertThat(converted.result().getRemainingFilters())
                .singleElement()
                .asString()
                .contains("greaterThan(v, 1)");
        assertThat(converted.pushed())
                .isEqualTo(
                        new PushedFilters(
                                new TimeCondition(
                                        nanos("2026-01-01T00:00:00Z", 0), TimeCondition.ALL.stop()),
                                List.of(
                                        new Predicate.TagIn("tag", List.of("a")),
                                        new Predicate.TagIn("tag2", List.of("b")))));
    }

    private static PredicateConverter.Converted convert(String table, String where) {
        RecordingTableFactory.LAST.set(null);
        tables.explainSql("SELECT * FROM " + table + " WHERE " + where);
        PredicateConverter.Converted converted = RecordingTableFactory.LAST.get();
        assertThat(converted).as("what the planner sent").isNotNull();
        return converted;
    }

    private static long nanos(String time, long otherwise) {
        return time == null ? otherwise : EpochNanos.of(Instant.parse(time));
    }
}
