/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.core.io.InputStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps up to a number of splits of history open, and asks for the next when one is finished. Tails
 * come unasked.
 */
@SuppressWarnings("try") // SourceReader.close() may throw anything, so also InterruptedException.
final class InfluxDBSourceReader<T>
        extends SourceReaderBase<SplitElement, T, InfluxDBSplit, SplitState> {

    private final SplitFetchers fetchers;
    private final InfluxDBQuery query;
    private final ReadOptions options;
    private final ReadMetrics metrics;
    private final ReaderIdleness idleness = new ReaderIdleness();

    /** Splits that have come since the last poll. */
    private final List<SplitState> begun = new ArrayList<>();

    private int tails;
    private int requested;

    InfluxDBSourceReader(
            SplitFetchers fetchers,
            InfluxDBRecordEmitter<T> emitter,
            InfluxDBQuery query,
            ReadOptions options,
            ReadMetrics metrics,
            SourceReaderContext context) {
        super(fetchers, emitter, context.getConfiguration(), context);
        this.fetchers = fetchers;
        this.query = query;
        this.options = options;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        requestSplits();
    }

    @Override
    public void addSplits(List<InfluxDBSplit> splits) {
        int endless = (int) splits.stream().filter(InfluxDBSplit::isEndless).count();
        int history = splits.size() - endless;
        tails += endless;
        requested = Math.max(0, requested - history);
        super.addSplits(splits);
        idleness.update(getNumberOfCurrentlyAssignedSplits());
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        idleness.use(output);
        if (!begun.isEmpty()) {
            begin(output);
        }
        InputStatus status = super.pollNext(output);
        if (status == InputStatus.NOTHING_AVAILABLE) {
            // A fetcher that failed between the base class's look for errors and its look into the
            // queue has woken nobody up: without this the job waits for ever (seen on 2.3.0).
            fetchers.checkErrors();
        }
        if (status != InputStatus.MORE_AVAILABLE) {
            metrics.publish();
        }
        return status;
    }

    /**
     * A split that has not been read from yet must hold the watermark of the reader back, but only
     * to where it begins: else it would stand still for as long as there is always one such split.
     */
    private void begin(ReaderOutput<T> output) {
        if (options.sourceWatermarks()) {
            for (SplitState split : begun) {
                output.createOutputForSplit(split.split().splitId())
                        .emitWatermark(split.watermark());
            }
        }
        begun.clear();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof NoTailEvent) {
            idleness.allow();
            idleness.update(getNumberOfCurrentlyAssignedSplits());
        } else {
            super.handleSourceEvents(event);
        }
    }

    @Override
    protected void onSplitFinished(Map<String, SplitState> finished) {
        finished.keySet().forEach(fetchers::finished);
        finished.values().forEach(metrics::finished);
        idleness.update(getNumberOfCurrentlyAssignedSplits());
        requestSplits();
    }

    private void requestSplits() {
        while (getNumberOfCurrentlyAssignedSplits() - tails + requested < options.maxOpenSplits()) {
            requested++;
            context.sendSplitRequest();
        }
    }

    @Override
    protected SplitState initializedState(InfluxDBSplit split) {
        SplitState state = SplitState.of(split, query, options.tail());
        metrics.opened(state);
        begun.add(state);
        return state;
    }

    @Override
    protected InfluxDBSplit toSplitType(String splitId, SplitState state) {
        return state.toSplit();
    }
}
