/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the quick starts of the README. */
class ExamplesITCase {

    @RegisterExtension
    private static final InfluxDBExtension V1 = InfluxDBExtension.shared(ServerKind.V1);

    @RegisterExtension
    private static final InfluxDBExtension V2 = InfluxDBExtension.shared(ServerKind.V2);

    private final StreamExecutionEnvironment env =
            StreamExecutionEnvironment.getExecutionEnvironment();

    @Test
    void testWhatWasWrittenIsReadBack() throws Exception {
        String bucket = V2.newBucket();
        long start = System.currentTimeMillis() / 1000 - 3600;
        List<Cpu> written = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            written.add(WritePoints.cpu(start, i));
        }

        WritePoints.write(
                env.fromData(TypeInformation.of(Cpu.class), written.toArray(new Cpu[0])),
                connection(V2.server()),
                bucket);
        env.execute();

        assertThat(read(V2.server(), bucket))
                .containsExactlyInAnyOrderElementsOf(written.stream().map(Cpu::toString).toList());
    }

    @Test
    void testAMeasurementIsCopiedFromInfluxDB1To2() throws Exception {
        String from = V1.newBucket();
        String to = V2.newBucket();
        long second = System.currentTimeMillis() / 1000 - 60;
        V1.server()
                .writeLineProtocol(
                        from,
                        "cpu,host=a usage=1.5,n=7i %1$d000000001\ncpu,host=b,x=y usage=2 %1$d000000000\n"
                                .formatted(second));

        CopyMeasurement.copy(
                env, "cpu", connection(V1.server()), from, connection(V2.server()), to);
        env.execute();

        String query = "SELECT * FROM cpu";
        assertThat(V2.server().queryInfluxQl(to, query))
                .contains("\"host\"")
                .isEqualTo(V1.server().queryInfluxQl(from, query));
    }

    @Test
    void testTheSqlQuickStartAveragesEachMinute() throws Exception {
        String bucket = V2.newBucket();
        V2.server()
                .writeLineProtocol(
                        bucket,
                        """
                        cpu,host=a usage=10 1700000040000000000
                        cpu,host=a usage=20 1700000050000000000
                        cpu,host=a usage=90 1700000100000000000
                        cpu,host=b usage=5 1700000100000000000
                        """);

        assertThat(runQuickStart(V2.server(), bucket))
                .containsExactlyInAnyOrder("+I[a, 2, 90.0]", "+I[b, 1, 5.0]");
    }

    private List<String> runQuickStart(InfluxDBServer server, String bucket) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        String script;
        try (InputStream file = getClass().getResourceAsStream("/quickstart.sql")) {
            script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        String[] statements =
                script.replace("http://localhost:8086", server.url())
                        .replace("my-org", server.organization())
                        .replace("my-token", server.token())
                        .replace("'metrics'", "'" + bucket + "'")
                        .split(";\\s*");
        for (int i = 0; i < statements.length - 1; i++) {
            tables.executeSql(statements[i]).await();
        }
        return drain(tables.executeSql(statements[statements.length - 1]).collect());
    }

    private List<String> read(InfluxDBServer server, String bucket) throws Exception {
        return drain(ReadMeasurement.read(env, connection(server), bucket).executeAndCollect());
    }

    private static List<String> drain(CloseableIterator<?> result) throws Exception {
        List<String> rows = new ArrayList<>();
        try {
            result.forEachRemaining(row -> rows.add(row.toString()));
        } finally {
            result.close();
        }
        return rows;
    }

    private static InfluxDBConnectionOptions connection(InfluxDBServer server) {
        InfluxDBConnectionOptions.Builder options =
                InfluxDBConnectionOptions.builder().url(server.url());
        return server.token().isEmpty()
                ? options.build()
                : options.organization(server.organization())
                        .authentication(Authentication.token(server.token()))
                        .build();
    }
}
