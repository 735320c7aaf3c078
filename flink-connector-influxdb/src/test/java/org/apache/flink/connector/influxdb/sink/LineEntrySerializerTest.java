/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.Precision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineEntrySerializerTest {

    private static final String LAYOUT_1 = "/state/sink-writer-layout-1.bin";
    private static final String LAYOUT_2 = "/state/sink-writer-layout-2.bin";
    private static final String LAYOUT_3 = "/state/sink-writer-layout-3.bin";
    private static final String LAYOUT_3_WITH_DELETES =
            "/state/sink-writer-layout-3-with-deletes.bin";

    private static final String[] LINES = {
        "cpu,host=a usage=0.5 1", "cpu,host=b text=\"zwei\nZeilen äöü 🙂\" -1"
    };

    private final LineEntrySerializer serializer = new LineEntrySerializer("metrics", Precision.NS);

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

        assertThat(lines(serializer.deserialize(3, bytes))).isEmpty();
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
                    .containsExactly("-3 metrics " + LINES[0], "0 metrics " + LINES[1]);
        }
    }

    @Test
    void testLayout3IsReadWithItsBuckets() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_3)) {
            assertThat(marked(serializer.deserialize(3, stored.readAllBytes())))
                    .containsExactly(
                            "-3 metrics " + LINES[0],
                            "0 Büro/autogen " + LINES[1],
                            "0 other " + LINES[0],
                            "7 Büro/autogen " + LINES[0]);
        }
    }

    @Test
    void testLayout3IsWhatIsWritten() throws IOException {
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_3)) {
            assertThat(serializer.serialize(withBuckets())).isEqualTo(stored.readAllBytes());
        }
        assertThat(serializer.getVersion()).isEqualTo(3);
    }

    private static BufferedRequestState<LineEntry> withBuckets() {
        return state(
                List.of(
                        line(LINES[0]).marked(-3),
                        line("Büro/autogen", LINES[1]),
                        line("other", LINES[0]),
                        line("Büro/autogen", LINES[0]).marked(7)));
    }

    @Test
    void testLayout3HoldsDeletesToo() throws IOException {
        LineEntry delete =
                LineEntry.delete("metrics", "cpu,host=a 1\n".getBytes(StandardCharsets.UTF_8));
        BufferedRequestState<LineEntry> state = state(List.of(line(LINES[0]), delete));
        try (InputStream stored = getClass().getResourceAsStream(LAYOUT_3_WITH_DELETES)) {
            byte[] bytes = stored.readAllBytes();

            assertThat(serializer.serialize(state)).isEqualTo(bytes);
            assertThat(marked(serializer.deserialize(3, bytes)))
                    .containsExactly("0 metrics " + LINES[0], "0 metrics DELETE cpu,host=a 1");
        }
    }

    @Test
    void testPointsOfTheSinksOwnBucketGoToTheOneThatItHasNow() throws IOException {
        byte[] bytes = serializer.serialize(withBuckets());

        assertThat(marked(new LineEntrySerializer("corrected", Precision.NS).deserialize(3, bytes)))
                .contains("-3 corrected " + LINES[0], "0 other " + LINES[0]);
    }

    @Test
    void testPointsOfTheSinksOwnBucketNeedOne() throws IOException {
        byte[] bytes = serializer.serialize(state(LINES));

        assertThatThrownBy(() -> new LineEntrySerializer(null, Precision.NS).deserialize(3, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("setBucket");
    }

    @ParameterizedTest
    @CsvSource({"MS, NS, 1500000000", "MS, S, 1", "NS, MS, 0", "S, US, 1500000000", "US, US, 1500"})
    void testTimesAreInThePrecisionThatTheSinkHasNow(Precision before, Precision now, long time)
            throws IOException {
        LineEntry delete =
                LineEntry.delete("metrics", "cpu 1500\n".getBytes(StandardCharsets.UTF_8));
        byte[] bytes =
                new LineEntrySerializer("metrics", before)
                        .serialize(state(List.of(line("cpu text=\"at 7\" 1500"), delete)));

        assertThat(lines(new LineEntrySerializer("metrics", now).deserialize(3, bytes)))
                .containsExactly("cpu text=\"at 7\" " + time, "DELETE cpu " + time);
    }

    @Test
    void testTimesBefore1970AreRoundedDownToo() throws IOException {
        byte[] bytes = serializer.serialize(state("cpu f=1 -1"));

        assertThat(lines(new LineEntrySerializer("metrics", Precision.S).deserialize(3, bytes)))
                .containsExactly("cpu f=1 -1");
    }

    private static List<String> marked(BufferedRequestState<LineEntry> state) {
        return state.getBufferedRequestEntries().stream()
                .map(wrapper -> wrapper.getRequestEntry())
                .map(entry -> entry.mark() + " " + entry.bucket() + " " + entry)
                .toList();
    }

    @Test
    void testLayoutOfTheFutureIsRefusedByNumber() {
        assertThatThrownBy(() -> serializer.deserialize(4, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 4");
    }

    @Test
    void testCutStateIsAnErrorAndNotFewerPoints() throws IOException {
        byte[] bytes = serializer.serialize(state(LINES));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serializer.deserialize(3, cut))
                    .isInstanceOf(EOFException.class);
        }
    }
}
