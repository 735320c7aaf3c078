/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where rows go, and how they go away again, whichever the server. */
abstract class InfluxDBTableWriteContract extends InfluxDBTableFixture {

    @Override
    final String language() {
        return "auto";
    }

    @Test
    void testColumnsChooseTheBucket() {
        String east = influxdb().newBucket();
        String west = influxdb().newBucket();
        String columns =
                "`time` TIMESTAMP_LTZ(9), place STRING, host STRING, n BIGINT,"
                        + " PRIMARY KEY (place, host, `time`) NOT ENFORCED";
        TableJobs jobs =
                jobs().declare("anywhere", columns, "measurement", "m", "bucket", "{place}")
                        .declare("eastern", columns, "measurement", "m", "bucket", east)
                        .declare("western", columns, "measurement", "m", "bucket", west);

        jobs.insert(
                "INSERT INTO anywhere VALUES"
                        + " (TO_TIMESTAMP_LTZ(1, 3), '%1$s', 'a', 1),".formatted(east)
                        + " (TO_TIMESTAMP_LTZ(1, 3), '%1$s', 'a', 2),".formatted(west)
                        + " (TO_TIMESTAMP_LTZ(2, 3), '%1$s', 'a', 3)".formatted(east));

        assertThat(jobs.rows("SELECT place, n FROM eastern"))
                .containsExactlyInAnyOrder(Row.of(east, 1L), Row.of(east, 3L));
        assertThat(jobs.rows("SELECT place, n FROM western")).containsExactly(Row.of(west, 2L));
    }

    @Test
    void testRowThatIsDeletedDeletesItsPoint() {
        TableJobs jobs =
                TableJobs.streaming(server(), influxdb().newBucket(), language())
                        .declare(
                                "t",
                                "`time` TIMESTAMP_LTZ(9), host STRING, n BIGINT,"
                                        + " PRIMARY KEY (host, `time`) NOT ENFORCED",
                                "measurement",
                                "m",
                                "sink.delete.mode",
                                "delete");
        write(jobs, "m,host=b n=7i 5000000", "m,host=x,more=y n=8i 1000000");

        // When rows come in, change, and go again because they have grown too much
        jobs.insert(
                "INSERT INTO t SELECT `time`, host, MAX(n) FROM ("
                        + "SELECT CAST(`time` AS TIMESTAMP_LTZ(9)) AS `time`,"
                        + " CAST(host AS STRING) AS host, CAST(n AS BIGINT) AS n FROM (VALUES"
                        + " (TO_TIMESTAMP_LTZ(1, 3), 'a', 1), (TO_TIMESTAMP_LTZ(2, 3), 'a', 2),"
                        + " (TO_TIMESTAMP_LTZ(1, 3), 'b', 3), (TO_TIMESTAMP_LTZ(1, 3), 'a', 4),"
                        + " (TO_TIMESTAMP_LTZ(1, 3), 'b', 30), (TO_TIMESTAMP_LTZ(2, 3), 'a', 50),"
                        + " (TO_TIMESTAMP_LTZ(3, 3), 'b', 6)) AS v (`time`, host, n))"
                        + " GROUP BY `time`, host HAVING MAX(n) < 10");

        assertThat(points(jobs))
                .contains("[1000000,\"a\",4]", "[3000000,\"b\",6]")
                .contains("[5000000,\"b\",7]", "[1000000,\"x\",8]")
                .doesNotContain("[2000000,\"a\"", "[1000000,\"b\"");
    }

    private String points(TableJobs jobs) {
        return server().queryInfluxQl(jobs.bucket(), "SELECT host, n FROM m");
    }
}
