/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.sink.DeadLetterHandler;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Dead letters of a type conflict, read as a table, and written once the cause is mended. */
class ReplayDeadLettersITCase {

    private static final int POINTS = 4;
    private static final String EVERYTHING = "SELECT * FROM cpu";

    @RegisterExtension
    private static final InfluxDBExtension V2 = InfluxDBExtension.shared(ServerKind.V2);

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir Path folder;

    @Test
    void testLettersAreATableAndAreReplayedOnceTheCauseIsMended() throws Exception {
        // Given a bucket in which the field has another type
        String bucket = V2.newBucket();
        V2.server().writeLineProtocol(bucket, "cpu,host=x usage=\"text\" 1700000000000000000");
        writeWithDeadLetters(bucket);
        String conflict = V2.server().queryInfluxQl(bucket, EVERYTHING);
        assertThat(conflict).doesNotContain("\"a\"");

        // Then the folder is a table
        assertThat(
                        query(
                                "SELECT bucket, category, COUNT(DISTINCT line), COUNT(`time`),"
                                        + " COUNT(status), COUNT(reason) FROM dead_letters"
                                        + " GROUP BY bucket, category"))
                .containsExactly("+I[%s, type-conflict, 4, 4, 4, 4]".formatted(bucket));

        // And a replay fails with the reason before the cause is mended
        assertThatThrownBy(() -> replay()).hasStackTraceContaining("(type-conflict)");

        // When it is mended, then a replay writes them, and a second one changes nothing
        V2.server().dropBucket(bucket);
        V2.server().createBucket(bucket);
        replay();
        String replayed = V2.server().queryInfluxQl(bucket, EVERYTHING);
        assertThat(replayed).contains("[1700000000000000000,\"a\",0.5]");
        assertThat(V2.server().queryInfluxQl(bucket, "SELECT count(usage) FROM cpu"))
                .contains("," + POINTS + "]");

        replay();
        assertThat(V2.server().queryInfluxQl(bucket, EVERYTHING)).isEqualTo(replayed);
    }

    private void writeWithDeadLetters(String bucket) throws Exception {
        Cpu[] cpus = new Cpu[POINTS];
        for (int i = 0; i < POINTS; i++) {
            cpus[i] = new Cpu(1_700_000_000_000_000_000L + i, "a", i + 0.5);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromData(TypeInformation.of(Cpu.class), cpus)
                .sinkTo(
                        InfluxDBSink.<Cpu>builder()
                                .setConnection(connection())
                                .setBucket(bucket)
                                .setSerializer(
                                        InfluxDBSerializationSchema.of(Cpu.class, "cpu", "host"))
                                .setDeadLetterHandler(
                                        DeadLetterHandler.files(folder.toUri().toString()))
                                .build());
        env.execute();
    }

    private void replay() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        ReplayDeadLetters.replay(env, folder.toUri().toString(), connection());
        env.execute();
    }

    private List<String> query(String statement) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        tables.executeSql(ReplayDeadLetters.table(folder.toUri().toString()));
        List<String> rows = new ArrayList<>();
        CloseableIterator<?> result = tables.executeSql(statement).collect();
        try {
            result.forEachRemaining(row -> rows.add(row.toString()));
        } finally {
            result.close();
        }
        return rows;
    }

    private static InfluxDBConnectionOptions connection() {
        return InfluxDBConnectionOptions.builder()
                .url(V2.server().url())
                .organization(V2.server().organization())
                .authentication(Authentication.token(V2.server().token()))
                .build();
    }
}
