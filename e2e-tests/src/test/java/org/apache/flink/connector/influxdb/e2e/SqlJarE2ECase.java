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

    @Test
    void testWritesAndReadsOnInfluxDB1() throws Exception {
        assertWritesAndReads(V1);
    }

    @Test
    void testWritesAndReadsOnInfluxDB2() throws Exception {
        assertWritesAndReads(V2);
    }

    private static void assertWritesAndReads(InfluxDBExtension influxdb) throws Exception {
        String bucket = influxdb.newBucket();
        String printed = cluster.runSql(script(influxdb.server(), bucket), Duration.ofMinutes(2));

        // What Flink read back ...
        assertThat(printed).containsPattern("\\| +" + ROWS + " \\| +" + sum() + " \\|");
        // ... and what the server itself says.
        assertThat(influxdb.server().queryInfluxQl(bucket, "SELECT count(n), sum(n) FROM numbers"))
                .contains("," + ROWS + "," + sum() + "]");
    }

    private static long sum() {
        return (long) ROWS * (ROWS + 1) / 2;
    }

    private static String script(InfluxDBServer server, String bucket) {
        String credentials =
                server.token().isEmpty()
                        ? ""
                        : ", 'org' = '%s', 'token' = '%s'"
                                .formatted(server.organization(), server.token());
        return """
                SET 'sql-client.execution.result-mode' = 'tableau';
                SET 'table.dml-sync' = 'true';
                CREATE TABLE numbers (
                  `time` TIMESTAMP_LTZ(9) NOT NULL,
                  parity STRING NOT NULL,
                  n BIGINT,
                  PRIMARY KEY (`time`, parity) NOT ENFORCED
                ) WITH ('connector' = 'influxdb', 'url' = '%s', 'bucket' = '%s'%s);
                CREATE TABLE sequence (n BIGINT) WITH (
                  'connector' = 'datagen', 'fields.n.kind' = 'sequence',
                  'fields.n.start' = '1', 'fields.n.end' = '%d');
                INSERT INTO numbers
                  SELECT TO_TIMESTAMP_LTZ(1700000000000 + n, 3), IF(MOD(n, 2) = 0, 'even', 'odd'), n
                  FROM sequence;
                SET 'execution.runtime-mode' = 'batch';
                SELECT COUNT(*) AS c, SUM(n) AS s FROM numbers;
                """
                .formatted(server.url(), bucket, credentials, ROWS);
    }
}
