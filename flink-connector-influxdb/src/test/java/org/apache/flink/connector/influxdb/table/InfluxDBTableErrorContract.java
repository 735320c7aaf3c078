/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What users are told of what cannot work, and what they may have done about it. */
abstract class InfluxDBTableErrorContract extends InfluxDBTableFixture {

    @Test
    void testValueThatDoesNotFitItsColumnIsNamed() {
        TableJobs jobs =
                jobs().declare(
                                "m",
                                "`time` TIMESTAMP_LTZ(9), host STRING, n TINYINT",
                                "tag.columns",
                                "host");
        write(jobs, "m,host=a n=300i 1");

        assertThatThrownBy(() -> jobs.rows("SELECT n FROM m"))
                .hasMessageContaining("default_catalog.default_database.m, column 'n'")
                .hasMessageContaining("1970-01-01T00:00:00.000000001Z with tags {host=a}")
                .hasMessageContaining("300 does not fit TINYINT");
    }

    @Test
    void testColumnOfAnotherTypeThanItsFieldIsNamed() {
        TableJobs jobs =
                jobs().declare("m", "`time` TIMESTAMP_LTZ(9), f BIGINT", "tag.columns", "");
        write(jobs, "m f=1.5 1");

        assertThatThrownBy(() -> jobs.rows("SELECT f FROM m"))
                .hasMessageContaining("1.5 does not fit BIGINT: it is a float")
                .hasMessageContaining("DOUBLE");
    }

    @Test
    void testUnknownBucketIsNamedByScanAndSink() {
        TableJobs jobs =
                jobs().declare("cpu", CPU + KEY, "bucket", "nowhere", "scan.max-retries", "0");

        assertThatThrownBy(() -> jobs.rows("SELECT * FROM cpu")).hasMessageContaining("nowhere");
        assertThatThrownBy(
                        () ->
                                jobs.insert(
                                        "INSERT INTO cpu VALUES (TIMESTAMP '2026-01-01 00:00:00',"
                                                + " 'a', 1.0, 1)"))
                .hasMessageContaining("nowhere");
    }

    @Test
    void testServerThatIsNotThereIsNamed() {
        TableJobs jobs =
                jobs().declare(
                                "cpu",
                                CPU + KEY,
                                "url",
                                "http://localhost:1",
                                "scan.max-retries",
                                "0");

        assertThatThrownBy(() -> jobs.rows("SELECT * FROM cpu"))
                .hasMessageContaining("http://localhost:1");
    }

    @Test
    void testRowThatIsNoPointFailsTheJobByName() {
        TableJobs jobs = jobs().declare("cpu", CPU + KEY);

        assertThatThrownBy(
                        () ->
                                jobs.insert(
                                        "INSERT INTO cpu VALUES (TIMESTAMP '2026-01-01 00:00:00',"
                                                + " 'a', CAST(NULL AS DOUBLE), CAST(NULL AS BIGINT))"))
                .hasMessageContaining("has no field that is not null")
                .hasMessageContaining("sink.on-empty-point = 'skip'")
                .hasMessageContaining("The point: Point{cpu, tags={host=a}");
    }

    @Test
    void testSinkDoesWithRowsThatAreNoPointsWhatItIsTold() {
        TableJobs jobs =
                jobs().declare(
                                "integers",
                                "`time` TIMESTAMP_LTZ(9), host STRING, f BIGINT",
                                "measurement",
                                "m",
                                "tag.columns",
                                "host",
                                "sink.on-empty-point",
                                "skip",
                                "sink.time.assign",
                                "true",
                                "sink.type-guard",
                                "coerce")
                        .declare(
                                "floats",
                                "`time` TIMESTAMP_LTZ(9), host STRING, f DOUBLE",
                                "measurement",
                                "m");
        write(jobs, "m,host=a f=1.5 1");

        jobs.insert(
                "INSERT INTO integers VALUES (CAST(NULL AS TIMESTAMP_LTZ(9)), 'b', 2),"
                        + " (CAST(NULL AS TIMESTAMP_LTZ(9)), 'c', CAST(NULL AS BIGINT))");

        assertThat(jobs.rows("SELECT host, f FROM floats"))
                .containsExactlyInAnyOrder(Row.of("a", 1.5), Row.of("b", 2.0));
    }
}
