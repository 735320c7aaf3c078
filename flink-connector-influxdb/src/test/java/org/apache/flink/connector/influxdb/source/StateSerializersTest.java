/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateSerializersTest {

    private static final InfluxDBSplitSerializer SPLITS = InfluxDBSplitSerializer.INSTANCE;
    private static final EnumeratorStateSerializer STATES = EnumeratorStateSerializer.INSTANCE;

    private static final TimeRange RANGE = new TimeRange(-5, 1_700_000_000_000_000_001L);

    private static final InfluxDBSplit UNREAD = InfluxDBSplit.unread(RANGE);
    private static final InfluxDBSplit AT_INSTANT =
            UNREAD.withPosition(
                    new SplitPosition.AtInstant(
                            7, List.of(new Hash128(1, -1), new Hash128(Long.MIN_VALUE, 2))));
    private static final InfluxDBSplit AFTER_ROWS =
            UNREAD.withPosition(new SplitPosition.AfterRows(12, new Hash128(3, 4)));

    private static final InfluxDBSplit NAMED =
            InfluxDBSplit.unread("cpu, \u00e4 \"b\"", RANGE, 500_000);
    private static final InfluxDBSplit IN_TAIL =
            InfluxDBSplit.tail("cpu", 5)
                    .withPosition(
                            new SplitPosition.InTail(
                                    7,
                                    9,
                                    SeenPoints.ofPacked(new long[] {8, 1, -1, 7, 9, 2, 3, 4})));

    /** As version 1 could be: of a single measurement, without its name. */
    private static final EnumeratorState PLANNED =
            new EnumeratorState(
                    -5L,
                    List.of(MeasurementPlan.from(null, new PlanProgress(-5, 99, 50))),
                    List.of(UNREAD, AT_INSTANT, AFTER_ROWS));

    private static final EnumeratorState FOLLOWED =
            new EnumeratorState(
                    -5L,
                    List.of(
                            MeasurementPlan.from("cpu, \u00e4 \"b\"", new PlanProgress(-5, 99, 50)),
                            new MeasurementPlan("cpu", new PlanProgress(-5, 5, 5), true)),
                    List.of(NAMED, IN_TAIL));

    static Stream<InfluxDBSplit> splits() {
        return Stream.of(
                UNREAD,
                AT_INSTANT,
                AFTER_ROWS,
                NAMED,
                IN_TAIL,
                InfluxDBSplit.tail("cpu", 5),
                InfluxDBSplit.unread(TimeRange.ALL));
    }

    static Stream<EnumeratorState> states() {
        return Stream.of(
                EnumeratorState.INITIAL,
                PLANNED,
                FOLLOWED,
                new EnumeratorState(7L, List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("splits")
    void testSplitComesBackEqual(InfluxDBSplit split) throws Exception {
        assertThat(SPLITS.deserialize(SPLITS.getVersion(), SPLITS.serialize(split)))
                .isEqualTo(split);
    }

    @ParameterizedTest
    @MethodSource("states")
    void testEnumeratorStateComesBackEqual(EnumeratorState state) throws Exception {
        assertThat(STATES.deserialize(STATES.getVersion(), STATES.serialize(state)))
                .isEqualTo(state);
    }

    @Test
    void testSplitsOfLayout1AreRestored() throws Exception {
        assertThat(SPLITS.deserialize(1, file("split-unread-v1.bin"))).isEqualTo(UNREAD);
        assertThat(SPLITS.deserialize(1, file("split-at-instant-v1.bin"))).isEqualTo(AT_INSTANT);
        assertThat(SPLITS.deserialize(1, file("split-after-rows-v1.bin"))).isEqualTo(AFTER_ROWS);
    }

    @Test
    void testSplitsOfLayout2AreRestored() throws Exception {
        assertThat(SPLITS.deserialize(2, file("split-unread-v2.bin"))).isEqualTo(UNREAD);
        assertThat(SPLITS.deserialize(2, file("split-named-v2.bin"))).isEqualTo(NAMED);
        assertThat(SPLITS.deserialize(2, file("split-at-instant-v2.bin"))).isEqualTo(AT_INSTANT);
        assertThat(SPLITS.deserialize(2, file("split-after-rows-v2.bin"))).isEqualTo(AFTER_ROWS);
        assertThat(SPLITS.deserialize(2, file("split-in-tail-v2.bin"))).isEqualTo(IN_TAIL);
    }

    @Test
    void testEnumeratorStateOfLayout1IsRestored() throws Exception {
        assertThat(STATES.deserialize(1, file("enumerator-initial-v1.bin")))
                .isEqualTo(EnumeratorState.INITIAL);
        assertThat(STATES.deserialize(1, file("enumerator-planned-v1.bin"))).isEqualTo(PLANNED);
    }

    @Test
    void testEnumeratorStateOfLayout2IsRestored() throws Exception {
        assertThat(STATES.deserialize(2, file("enumerator-initial-v2.bin")))
                .isEqualTo(EnumeratorState.INITIAL);
        assertThat(STATES.deserialize(2, file("enumerator-followed-v2.bin"))).isEqualTo(FOLLOWED);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = StateSerializersTest.class.getResourceAsStream("/state/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void testLayoutOfANewerConnectorIsRefusedWithAdvice() throws Exception {
        byte[] split = SPLITS.serialize(UNREAD);

        assertThatThrownBy(() -> SPLITS.deserialize(3, split))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 3")
                .hasMessageContaining("Restore it with the version that wrote it");
    }

    @Test
    void testStateThatIsCutIsRefused() throws Exception {
        byte[] state = STATES.serialize(FOLLOWED);

        for (int length = 0; length < state.length; length++) {
            byte[] cut = Arrays.copyOf(state, length);
            assertThatThrownBy(() -> STATES.deserialize(2, cut)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void testStateWithBytesTooManyIsRefused() throws Exception {
        byte[] split = SPLITS.serialize(UNREAD);

        assertThatThrownBy(() -> SPLITS.deserialize(2, Arrays.copyOf(split, split.length + 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 bytes too many");
    }
}
