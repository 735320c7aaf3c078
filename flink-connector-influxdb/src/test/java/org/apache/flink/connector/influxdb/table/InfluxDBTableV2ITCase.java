/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.math.BigDecimal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tables of InfluxDB 2.x, read through InfluxQL. */
class InfluxDBTableV2ITCase extends InfluxDBTableContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    String language() {
        return "influxql";
    }

    @Test
    void testUnsignedIntegersAreReadBackAsTheyWereWritten() {
        TableJobs jobs = jobs("f DECIMAL(20, 0)");

        jobs.insert(
                "INSERT INTO m VALUES (TIMESTAMP '2026-01-01 00:00:00',"
                        + " CAST('18446744073709551615' AS DECIMAL(20, 0)))");

        assertThat(jobs.rows("SELECT f FROM m"))
                .containsExactly(Row.of(new BigDecimal("18446744073709551615")));
    }

    @Test
    void testWrongTokenIsNamedByScanAndSink() {
        TableJobs jobs = jobs("f DOUBLE", "token", "wrong-t0ken");

        assertThatThrownBy(() -> jobs.rows("SELECT f FROM m"))
                .hasMessageContaining("401")
                .hasMessageContaining("token")
                .hasMessageNotContaining("wrong-t0ken");
        assertThatThrownBy(
                        () ->
                                jobs.insert(
                                        "INSERT INTO m VALUES (TIMESTAMP '2026-01-01 00:00:00',"
                                                + " 1.0)"))
                .hasMessageContaining("401")
                .hasMessageContaining("token")
                .hasMessageNotContaining("wrong-t0ken");
    }

    private static TableJobs jobs(String column, String... options) {
        return TableJobs.batch(INFLUXDB.server(), INFLUXDB.newBucket(), "auto")
                .declare(
                        "m",
                        "`time` TIMESTAMP_LTZ(9), "
                                + column
                                + ", PRIMARY KEY (`time`) NOT ENFORCED",
                        options);
    }
}
