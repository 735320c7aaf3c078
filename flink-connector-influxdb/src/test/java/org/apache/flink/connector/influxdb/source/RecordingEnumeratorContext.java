/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;

import java.util.ArrayList;
import java.util.List;

/** Flink as an enumerator sees it, in hands of a test. */
class RecordingEnumeratorContext extends TestingSplitEnumeratorContext<InfluxDBSplit> {

    private final List<SplitsAssignment<InfluxDBSplit>> assignments = new ArrayList<>();
    private final List<Boolean> backlog = new ArrayList<>();

    RecordingEnumeratorContext(int parallelism) {
        super(parallelism);
    }

    /** Lets a reader come with splits of its state, or come back with them. */
    void register(int subtask, List<InfluxDBSplit> restored) {
        registeredReaders().put(subtask, ReaderInfo.createReaderInfo(subtask, "host", restored));
    }

    void unregister(int subtask) {
        registeredReaders().remove(subtask);
    }

    @Override
    public void assignSplits(SplitsAssignment<InfluxDBSplit> assignment) {
        super.assignSplits(assignment);
        assignments.add(assignment);
    }

    /** What was handed out, one by one. */
    List<SplitsAssignment<InfluxDBSplit>> assignments() {
        return assignments;
    }

    List<InfluxDBSplit> splitsOf(int subtask) {
        return getSplitAssignments().containsKey(subtask)
                ? getSplitAssignments().get(subtask).getAssignedSplits()
                : List.of();
    }

    @Override
    public void setIsProcessingBacklog(boolean isProcessingBacklog) {
        backlog.add(isProcessingBacklog);
    }

    List<Boolean> backlog() {
        return backlog;
    }
}
