/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A position in a measurement does not depend on the language, so that a reading may go on in
 * another one, as the automatic choice can do between attempts.
 */
class LanguageSwitchITCase {

    @RegisterExtension
    static final InfluxDBExtension V1 = InfluxDBExtension.shared(ServerKind.V1_FLUX);

    @RegisterExtension static final InfluxDBExtension V2 = InfluxDBExtension.shared(ServerKind.V2);

    private static final InfluxDBSplit SPLIT = InfluxDBSplit.unread(new TimeRange(0, 1000));

    @ParameterizedTest
    @CsvSource({
        "V1_FLUX, INFLUXQL, FLUX",
        "V1_FLUX, FLUX, INFLUXQL",
        "V2, INFLUXQL, FLUX",
        "V2, FLUX, INFLUXQL"
    })
    void testReadingGoesOnInTheOtherLanguage(
            ServerKind kind, QueryLanguage first, QueryLanguage second) throws Exception {
        InfluxDBExtension influxdb = kind == ServerKind.V2 ? V2 : V1;
        String bucket = influxdb.newBucket();
        int instants = 20;
        int series = 5;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < instants * series; i++) {
            int host = i % series;
            lines.append("m").append(host == 0 ? "" : ",host=" + host);
            lines.append(host % 2 == 0 ? ",rack=x" : "");
            lines.append(" f=1.5,").append(host == 1 ? "g=true" : "i=7i");
            lines.append(' ').append(i / series).append('\n');
        }
        influxdb.server().writeLineProtocol(bucket, lines.toString());

        try (InfluxDBClient client =
                InfluxDBClient.create(SourceJobs.connection(influxdb.server()))) {
            for (int rows = 1; rows < instants * series; rows += 7) {
                List<String> read = new ArrayList<>();

                InfluxDBSplit half = read(client, query(bucket, first), SPLIT, rows, read);
                read(client, query(bucket, second), half, Integer.MAX_VALUE, read);

                assertThat(read).as("after %s rows", rows).hasSize(instants * series);
                assertThat(read).doesNotHaveDuplicates();
            }
        }
    }

    private static InfluxDBQuery query(String bucket, QueryLanguage language) {
        return new InfluxDBQuery.OfMeasurement(bucket, "m", List.of(), List.of(), language);
    }

    /** Reads up to so many rows and no more. */
    private static InfluxDBSplit read(
            InfluxDBClient client,
            InfluxDBQuery query,
            InfluxDBSplit split,
            int rows,
            List<String> read)
            throws InfluxDBException {
        ReadOptions options =
                new ReadOptions(
                        new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1)),
                        TailOptions.DEFAULT,
                        1);
        SplitState state = SplitState.of(split, query, options.tail());
        List<SplitElement> elements = new ArrayList<>();
        try (Reading reading =
                new Readings(
                                query,
                                client,
                                options,
                                new Random(1),
                                System::nanoTime,
                                new ReadMetrics())
                        .open(split)) {
            reading.read(elements, () -> elements.size() == rows);
        }
        for (SplitElement element : elements) {
            if (element instanceof SplitElement.Row of) {
                state.advance(of.row());
                read.add(of.row().timestamp() + " " + of.row().tags());
            }
        }
        return state.toSplit();
    }
}
