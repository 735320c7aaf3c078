/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineEntrySerializerTest {

    private static final String LAYOUT_1 = "/state/sink-writer-layout-1.bin";
    private static final String LAYOUT_2 = "/state/sink-writer-layout-2.bin";

    private static final String[] LINES = {
        "cpu,host=a usage=0.5 1", "cpu,host=b text=\"zwei\nZeilen äöü 🙂\" -1"
    };

    private final LineEntrySerializer serializer = new LineEntrySerializer();

    private static List<String> lines(BufferedRequestState<LineEntry> state) {
        return state.getBufferedRequestEntries().stream()
                .map(wrapper -> wrapper.getRequestEntry().toString())
                .toList();
    }

    @Test
    void testStateComesBackAsItWas() throws IOException {
        byte[] bytes = serializer.serialize(state(LINES));

        BufferedRequestState<LineEntry> back =
                serializer.deserialize(serializer.getVersion(), bytes);

        assertThat(lines(back)).containsExactly(LINES);
        assertThat(back.getStateSize()).isEqualTo(state(LINES).getStateSize());
    }

    @Test
    void testEmptyStateComesBackEmpty() throws IOException {
        byte[] bytes = serializer.serialize(BufferedRequestState.emptyState());

        assertThat(lines(serializer.deserialize(2, bytes))).isEmpty();
    }

    @Test
    void testLayout1IsStillRead() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_1)) {
            assertThat(lines(serializer.deserialize(1, stored.readAllBytes())))
                    .containsExactly(LINES);
        }
    }

    @Test
    void testLayout2IsReadWithItsMarks() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_2)) {
            assertThat(marked(serializer.deserialize(2, stored.readAllBytes())))
                    .containsExactly("-3 " + LINES[0], "0 " + LINES[1]);
        }
    }

    @Test
    void testLayout2IsWhatIsWritten() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_2)) {
            assertThat(serializer.serialize(withMarks())).isEqualTo(stored.readAllBytes());
        }
        assertThat(serializer.getVersion()).isEqualTo(2);
    }

    private static BufferedRequestState<LineEntry> withMarks() {
        LineEntry first = line(LINES[0]).marked(-3);
        LineEntry second = line(LINES[1]);
        return new BufferedRequestState<>(
                List.of(
                        new RequestEntryWrapper<>(first, first.line().length),
                        new RequestEntryWrapper<>(second, second.line().length)));
    }

    private static List<String> marked(BufferedRequestState<LineEntry> state) {
        return state.getBufferedRequestEntries().stream()
                .map(wrapper -> wrapper.getRequestEntry())
                .map(entry -> entry.mark() + " " + entry)
                .toList();
    }

    @Test
    void testLayoutOfTheFutureIsRefusedByNumber() {
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 3");
    }

    @Test
    void testCutStateIsAnErrorAndNotFewerPoints() throws IOException {
        byte[] bytes = serializer.serialize(state(LINES));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serializer.deserialize(2, cut))
                    .isInstanceOf(EOFException.class);
        }
    }
}
