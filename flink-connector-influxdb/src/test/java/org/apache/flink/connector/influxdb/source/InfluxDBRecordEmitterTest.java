/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.apache.flink.connector.influxdb.source.FakeInfluxDB.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBRecordEmitterTest {

    private static final InfluxDBSplit SPLIT =
            InfluxDBSplit.unread(new TimeRange(-10_000_000, 10_000_000));

    private final Counter errors = new SimpleCounter();
    private final Counter records = new SimpleCounter();
    private final SplitState state =
            SplitState.of(SPLIT, TestQueries.MEASUREMENT, TailOptions.DEFAULT);

    /** Keeps the timestamps, which Flink's own does not. */
    private static final class Output extends TestingReaderOutput<String> {
        private final List<Long> timestamps = new ArrayList<>();

        @Override
        public void collect(String record, long timestamp) {
            timestamps.add(timestamp);
            super.collect(record, timestamp);
        }
    }

    private final Output output = new Output();

    private InfluxDBRecordEmitter<String> emitter(InfluxDBDeserializationSchema<String> schema) {
        return new InfluxDBRecordEmitter<>(schema, records, errors, new ReadMetrics(), false);
    }

    private static SplitElement of(InfluxDBRow row) {
        return new SplitElement.Row(row);
    }

    private static Hash128 identity(InfluxDBRow row) {
        return new RowHasher().identity(row);
    }

    @Test
    void testRecordCarriesTheRowsTimeRoundedDownToMilliseconds() throws Exception {
        emitter(row -> row.tag("host")).emitRecord(of(row(-1, "a", 1)), output, state);

        assertThat(output.getEmittedRecords()).containsExactly("a");
        assertThat(output.timestamps).containsExactly(-1L);
    }

    @Test
    void testRowThatIsLeftOutMovesThePositionToo() throws Exception {
        emitter(row -> null).emitRecord(of(row(7, "a", 1)), output, state);

        assertThat(output.getEmittedRecords()).isEmpty();
        assertThat(state.toSplit())
                .isEqualTo(
                        SPLIT.withPosition(
                                new SplitPosition.AtInstant(7, List.of(identity(row(7, "a", 1))))));
    }

    @Test
    void testPositionNamesTheRowsOfTheLastInstantOnly() throws Exception {
        InfluxDBRecordEmitter<String> emitter = emitter(row -> "record");
        for (InfluxDBRow row : List.of(row(7, "a", 1), row(8, "a", 1), row(8, "b", 1))) {
            emitter.emitRecord(of(row), output, state);
        }

        assertThat(state.toSplit().position())
                .isEqualTo(
                        new SplitPosition.AtInstant(
                                8, List.of(identity(row(8, "a", 1)), identity(row(8, "b", 1)))));
    }

    @Test
    void testInstantOfVeryManyRowsIsNamedWhole() throws Exception {
        InfluxDBRecordEmitter<String> emitter = emitter(row -> "record");
        List<InfluxDBRow> rows =
                LongStream.range(0, 5000).mapToObj(i -> row(8, "host" + i, 1)).toList();
        for (InfluxDBRow row : rows) {
            emitter.emitRecord(of(row), output, state);
        }

        assertThat(state.toSplit().position())
                .isEqualTo(
                        new SplitPosition.AtInstant(
                                8, rows.stream().map(row -> identity(row)).toList()));
    }

    @Test
    void testPositionOfAQueryOfOnesOwnIsItsRowsAndTheirHash() throws Exception {
        SplitState ofText = SplitState.of(SPLIT, TestQueries.TEXT, TailOptions.DEFAULT);
        emitter(row -> "record").emitRecord(of(row(9, "a", 1)), output, ofText);
        emitter(row -> "record").emitRecord(of(row(3, "a", 1)), output, ofText);

        RowHasher hasher = new RowHasher();
        Hash128 hash = hasher.chain(new Hash128(0, 0), row(9, "a", 1));
        assertThat(ofText.toSplit().position())
                .isEqualTo(new SplitPosition.AfterRows(2, hasher.chain(hash, row(3, "a", 1))));
    }

    @Test
    void testDeserializerThatFailsIsReportedWithRowAndSplitAndDoesNotMoveThePosition() {
        InfluxDBRecordEmitter<String> emitter =
                emitter(row -> String.valueOf(row.getBoolean("value")));

        assertThatThrownBy(() -> emitter.emitRecord(of(row(7, "a", 1)), output, state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(SPLIT.splitId())
                .hasMessageContaining("Column 'value' holds a Long");
        assertThat(errors.getCount()).isEqualTo(1);
        assertThat(state.toSplit()).isEqualTo(SPLIT);
    }

    @Test
    void testRowOutOfOrderIsRefused() throws Exception {
        InfluxDBRecordEmitter<String> emitter = emitter(row -> "record");
        emitter.emitRecord(of(row(7, "a", 1)), output, state);

        assertThatThrownBy(() -> emitter.emitRecord(of(row(6, "a", 1)), output, state))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("out of order");
    }

    @Test
    void testStateOfAnotherKindOfReadingIsRefusedWithAdvice() {
        InfluxDBSplit ofText =
                SPLIT.withPosition(new SplitPosition.AfterRows(1, new Hash128(1, 2)));

        assertThatThrownBy(() -> ReadProgress.of(TestQueries.MEASUREMENT, ofText))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The state is of a query")
                .hasMessageContaining("measurement 'cpu'");
    }
}
