/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.e2e;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The SQL jar, as a user brings it, on a cluster of a JobManager and two TaskManagers: nothing but
 * Flink and the jar is on any class path.
 */
class SqlJarE2ECase {

    private static final int ROWS = 20_000;

    @RegisterExtension
    private static final InfluxDBExtension V1 = InfluxDBExtension.shared(ServerKind.V1);

    @RegisterExtension
    private static final InfluxDBExtension V2 = InfluxDBExtension.shared(ServerKind.V2);

    private static FlinkCluster cluster;

    @BeforeAll
    static void startCluster(@TempDir Path folder) throws Exception {
        cluster = FlinkCluster.start(folder, 2, 2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /** By one script for both, since the SQL client takes its time to start. */
    @Test
    void testWritesAndReadsOnInfluxDB1And2() throws Exception {
        String bucket1 = V1.newBucket();
        String bucket2 = V2.newBucket();
        String script =
                sequence()
                        + write("numbers1", V1.server(), bucket1)
                        + write("numbers2", V2.server(), bucket2)
                        + "SET 'execution.runtime-mode' = 'batch';\n"
                        + read("numbers1")
                        + read("numbers2");

        String printed = cluster.runSql(script, Duration.ofMinutes(4));

        assertWrittenAndRead("numbers1", V1.server(), bucket1, printed);
        assertWrittenAndRead("numbers2", V2.server(), bucket2, printed);
    }

    private static void assertWrittenAndRead(
            String table, InfluxDBServer server, String bucket, String printed) {
        // What Flink read back ...
        assertThat(printed)
                .containsPattern("\\| +" + table + " \\| +" + ROWS + " \\| +" + sum() + " \\|");
        // ... and what the server itself says.
        assertThat(server.queryInfluxQl(bucket, "SELECT count(n), sum(n) FROM " + table))
                .contains("," + ROWS + "," + sum() + "]");
    }

    private static long sum() {
        return (long) ROWS * (ROWS + 1) / 2;
    }

    private static String sequence() {
        return """
                SET 'sql-client.execution.result-mode' = 'tableau';
                SET 'table.dml-sync' = 'true';
                CREATE TABLE sequence (n BIGINT) WITH (
                  'connector' = 'datagen', 'fields.n.kind' = 'sequence',
                  'fields.n.start' = '1', 'fields.n.end' = '%d');
                """
                .formatted(ROWS);
    }

    private static String write(String table, InfluxDBServer server, String bucket) {
        String credentials =
                server.token().isEmpty()
                        ? ""
                        : ", 'org' = '%s', 'token' = '%s'"
                                .formatted(server.organization(), server.token());
        return """
                CREATE TABLE %1$s (
                  `time` TIMESTAMP_LTZ(9) NOT NULL,
                  parity STRING NOT NULL,
                  n BIGINT,
                  PRIMARY KEY (`time`, parity) NOT ENFORCED
                ) WITH ('connector' = 'influxdb', 'url' = '%2$s', 'bucket' = '%3$s'%4$s);
                INSERT INTO %1$s
                  SELECT TO_TIMESTAMP_LTZ(1700000000000 + n, 3), IF(MOD(n, 2) = 0, 'even', 'odd'), n
                  FROM sequence;
                """
                .formatted(table, server.url(), bucket, credentials);
    }

    private static String read(String table) {
        return "SELECT '%1$s' AS t, COUNT(*) AS c, SUM(n) AS s FROM %1$s;\n".formatted(table);
    }
}
