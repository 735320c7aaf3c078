/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A measurement of a million points: all of them are counted, and written back equal. */
abstract class InfluxDBTableVolumeContract {

    private static final int POINTS = 1_000_000;
    private static final int HOSTS = 10;
    private static final int BATCH = 50_000;

    private static final String COLUMNS =
            "`time` TIMESTAMP_LTZ(9), host STRING, `usage` DOUBLE, n BIGINT, state STRING,"
                    + " up BOOLEAN, PRIMARY KEY (host, `time`) NOT ENFORCED";

    /** Sums of the columns, and of a hash of each whole row, so that no order matters. */
    private static final String TOTALS =
            "SELECT COUNT(*), SUM(n), SUM(`usage`), SUM(CAST(HASH_CODE(CONCAT_WS('|', host,"
                    + " CAST(`time` AS STRING), CAST(`usage` AS STRING), CAST(n AS STRING),"
                    + " COALESCE(state, 'NULL'), CAST(up AS STRING))) AS BIGINT)) FROM ";

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    abstract InfluxDBExtension influxdb();

    @Test
    void testAMillionPointsAreCountedAndWrittenBackEqual() {
        TableJobs jobs =
                TableJobs.batch(influxdb().server(), influxdb().newBucket(), "auto")
                        .declare("points", COLUMNS)
                        .declare("copies", COLUMNS);
        writePoints(jobs.bucket());

        Row alone = jobs.set("parallelism.default", "1").rows(TOTALS + "points").get(0);
        assertThat(alone.getField(0)).isEqualTo((long) POINTS);
        assertThat(alone.getField(1)).isEqualTo((long) POINTS * (POINTS - 1) / 2);

        jobs.set("parallelism.default", "4");
        assertThat(jobs.rows(TOTALS + "points")).containsExactly(alone);

        jobs.insert("INSERT INTO copies SELECT * FROM points");
        assertThat(jobs.rows(TOTALS + "copies")).containsExactly(alone);
    }

    /** Ten hosts, a point of each every twelve seconds for two weeks; some points lack a field. */
    private void writePoints(String bucket) {
        long start = 1_767_571_200_000_000_000L;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("points,host=host-").append(i % HOSTS);
            lines.append(" usage=").append(i % 1000 * 0.25);
            lines.append(",n=").append(i).append('i');
            lines.append(",up=").append(i % 3 == 0);
            if (i % 7 != 0) {
                lines.append(",state=\"s").append(i % 5).append('"');
            }
            lines.append(' ').append(start + i / HOSTS * 12_000_000_000L).append('\n');
            if (i % BATCH == BATCH - 1) {
                influxdb().server().writeLineProtocol(bucket, lines.toString());
                lines.setLength(0);
            }
        }
    }
}
