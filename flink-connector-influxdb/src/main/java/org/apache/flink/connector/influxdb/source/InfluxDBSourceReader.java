/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.core.io.InputStatus;

import java.util.List;
import java.util.Map;

/** Keeps up to a number of splits open, and asks for the next when one is finished. */
@SuppressWarnings("try") // SourceReader.close() may throw anything, so also InterruptedException.
final class InfluxDBSourceReader<T>
        extends SourceReaderBase<InfluxDBRow, T, InfluxDBSplit, SplitState> {

    private final SplitFetchers fetchers;
    private final InfluxDBQuery query;
    private final int maxOpenSplits;
    private final ReadMetrics metrics;
    private int requested;

    InfluxDBSourceReader(
            SplitFetchers fetchers,
            InfluxDBRecordEmitter<T> emitter,
            InfluxDBQuery query,
            int maxOpenSplits,
            ReadMetrics metrics,
            SourceReaderContext context) {
        super(fetchers, emitter, context.getConfiguration(), context);
        this.fetchers = fetchers;
        this.query = query;
        this.maxOpenSplits = maxOpenSplits;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        requestSplits();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        InputStatus status = super.pollNext(output);
        if (status != InputStatus.MORE_AVAILABLE) {
            metrics.publish();
        }
        return status;
    }

    @Override
    public void addSplits(List<InfluxDBSplit> splits) {
        requested = Math.max(0, requested - splits.size());
        super.addSplits(splits);
    }

    @Override
    protected void onSplitFinished(Map<String, SplitState> finished) {
        finished.keySet().forEach(fetchers::finished);
        finished.values().forEach(metrics::finished);
        requestSplits();
    }

    private void requestSplits() {
        while (getNumberOfCurrentlyAssignedSplits() + requested < maxOpenSplits) {
            requested++;
            context.sendSplitRequest();
        }
    }

    @Override
    protected SplitState initializedState(InfluxDBSplit split) {
        SplitState state = new SplitState(split, ReadProgress.of(query, split));
        metrics.opened(state);
        return state;
    }

    @Override
    protected InfluxDBSplit toSplitType(String splitId, SplitState state) {
        return state.toSplit();
    }
}
