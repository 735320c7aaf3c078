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
}
