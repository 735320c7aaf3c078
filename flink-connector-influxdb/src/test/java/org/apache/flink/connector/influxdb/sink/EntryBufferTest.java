/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

class EntryBufferTest {

    private final EntryBuffer buffer = new EntryBuffer(3, 10);

    private void add(String text, boolean again) {
        LineEntry entry = line(text);
        buffer.add(new RequestEntryWrapper<>(entry, entry.line().length), again);
    }

    private List<String> batch(int limit) {
        return buffer.createNextBatch(() -> limit, buffer).getBatchEntries().stream()
                .map(LineEntry::toString)
                .toList();
    }

    @Test
    void testEntriesThatFailedGoBackToTheHead() {
        add("new", false);

        add("b", true);
        add("a", true);

        assertThat(batch(3)).containsExactly("a", "b", "new");
    }

    @Test
    void testBatchFitsTheBytes() {
        add("1234", false);
        add("1234", false);
        add("1", false);

        assertThat(batch(3)).containsExactly("1234", "1234");
        assertThat(buffer.totalSizeInBytes()).isEqualTo(2);
    }

    @Test
    void testEntryAboveTheBytesIsABatchOfItsOwn() {
        add("1234567890123", false);
        add("1", false);

        assertThat(batch(2)).containsExactly("1234567890123");
    }

    @Test
    void testEmptyBufferNeverAsksForABatch() {
        buffer.markDue();

        assertThat(buffer.batchLimit()).isGreaterThan(buffer.size());
    }

    @Test
    void testDuePointsMakeABatchOfAnySize() {
        add("a", false);
        assertThat(buffer.batchLimit()).isEqualTo(3);

        buffer.markDue();

        assertThat(buffer.batchLimit()).isEqualTo(1);
    }

    @Test
    void testPointsAreNoLongerDueOnceAllAreSent() {
        add("a", false);
        buffer.markDue();
        batch(1);

        add("b", false);

        assertThat(buffer.batchLimit()).isEqualTo(3);
    }

    @Test
    void testEnoughBytesMakeABatch() {
        add("12345", false);
        add("12345", false);

        assertThat(buffer.batchLimit()).isEqualTo(2);
    }

    @Test
    void testPointsThatFailedAreDue() {
        add("a", true);

        assertThat(buffer.batchLimit()).isEqualTo(1);
    }

    @Test
    void testNothingIsNoEntry() {
        buffer.add(new RequestEntryWrapper<>(null, 0), false);

        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void testStateIsACopyInOrder() {
        add("a", false);
        add("b", false);

        var state = buffer.getBufferedState();
        buffer.poll();

        assertThat(state)
                .extracting(wrapper -> wrapper.getRequestEntry().toString())
                .containsExactly("a", "b");
    }
}
