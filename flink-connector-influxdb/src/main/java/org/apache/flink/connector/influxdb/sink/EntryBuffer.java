/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.BatchCreator;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The points that wait, first in first out, and how they are cut into batches. */
final class EntryBuffer implements RequestBuffer<LineEntry>, BatchCreator<LineEntry> {

    private final int maxPoints;
    private final long maxBytes;

    private final Deque<RequestEntryWrapper<LineEntry>> entries = new ArrayDeque<>();
    private long bytes;
    private boolean due;

    EntryBuffer(int maxPoints, long maxBytes) {
        this.maxPoints = maxPoints;
        this.maxBytes = maxBytes;
    }

    /** What waits now has waited long enough: it goes in batches that need not be full. */
    void markDue() {
        due = !entries.isEmpty();
    }

    /**
     * How many points make a batch now. With that many waiting, one is sent; never zero, so that an
     * empty buffer never makes a batch.
     */
    int batchLimit() {
        return due || bytes >= maxBytes
                ? Math.min(maxPoints, Math.max(1, entries.size()))
                : maxPoints;
    }

    /** A batch: as many as asked for and fit the bytes, but at least one where one waits. */
    @Override
    public Batch<LineEntry> createNextBatch(RequestInfo request, RequestBuffer<LineEntry> buffer) {
        List<LineEntry> batch = new ArrayList<>(Math.min(request.getBatchSize(), entries.size()));
        long batchBytes = 0;
        while (batch.size() < request.getBatchSize() && !entries.isEmpty()) {
            long size = entries.peek().getSize();
            if (batchBytes + size > maxBytes && !batch.isEmpty()) {
                break;
            }
            batch.add(poll().getRequestEntry());
            batchBytes += size;
        }
        return new Batch<>(batch, batchBytes);
    }

    @Override
    public void add(RequestEntryWrapper<LineEntry> entry, boolean prioritize) {
        if (entry.getRequestEntry() == null) {
            // The write of nothing, see RequestWriter.sendWhatIsDue.
            return;
        }
        if (prioritize) {
            entries.addFirst(entry);
            // It has waited before: the rest of a failed batch does not wait for company again.
            due = true;
        } else {
            entries.addLast(entry);
        }
        bytes += entry.getSize();
    }

    @Override
    public RequestEntryWrapper<LineEntry> poll() {
        RequestEntryWrapper<LineEntry> entry = entries.poll();
        if (entry != null) {
            bytes -= entry.getSize();
            due = due && !entries.isEmpty();
        }
        return entry;
    }

    @Override
    public RequestEntryWrapper<LineEntry> peek() {
        return entries.peek();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Collection<RequestEntryWrapper<LineEntry>> getBufferedState() {
        return List.copyOf(entries);
    }

    @Override
    public long totalSizeInBytes() {
        return bytes;
    }
}
