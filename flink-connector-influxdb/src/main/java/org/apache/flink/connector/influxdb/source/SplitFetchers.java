/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One fetcher thread for each split of history that is open, up to a limit, and a further one for
 * all tails. More splits than that, which only a restore with fewer readers brings, wait behind
 * others.
 */
class SplitFetchers extends SplitFetcherManager<SplitElement, InfluxDBSplit> {

    private static final int NONE = -1;

    /**
     * More than readers put in, so that none of them ever waits for it: they wait by themselves.
     */
    private static final int QUEUE_CAPACITY = 1000;

    private final InfluxDBClient client;
    private final int maxFetchers;

    // Used by the task's thread only.
    private final Map<String, Placed> placed = new HashMap<>();
    private int tailFetcher = NONE;

    private record Placed(InfluxDBSplit split, int fetcher) {}

    SplitFetchers(
            Supplier<SplitReader<SplitElement, InfluxDBSplit>> readers,
            InfluxDBClient client,
            int maxFetchers,
            Configuration configuration) {
        super(readers, withLargeQueue(configuration));
        this.client = client;
        this.maxFetchers = maxFetchers;
    }

    private static Configuration withLargeQueue(Configuration configuration) {
        Configuration changed = new Configuration(configuration);
        changed.set(SourceReaderOptions.ELEMENT_QUEUE_CAPACITY, QUEUE_CAPACITY);
        return changed;
    }

    @Override
    public void addSplits(List<InfluxDBSplit> splits) {
        for (InfluxDBSplit split : splits) {
            SplitFetcher<SplitElement, InfluxDBSplit> running =
                    split.isTail() ? fetchers.get(tailFetcher) : historyFetcher();
            SplitFetcher<SplitElement, InfluxDBSplit> fetcher =
                    running == null ? createSplitFetcher() : running;
            if (split.isTail()) {
                tailFetcher = fetcher.fetcherId();
            }
            placed.put(split.splitId(), new Placed(split, fetcher.fetcherId()));
            fetcher.addSplits(List.of(split));
            if (running == null) {
                startFetcher(fetcher);
            }
        }
    }

    /** One that has the fewest splits, or null for a new one. */
    @Nullable
    private SplitFetcher<SplitElement, InfluxDBSplit> historyFetcher() {
        SplitFetcher<SplitElement, InfluxDBSplit> least = null;
        int count = 0;
        for (SplitFetcher<SplitElement, InfluxDBSplit> fetcher : fetchers.values()) {
            if (fetcher.fetcherId() != tailFetcher) {
                count++;
                least = least == null || loadOf(fetcher) < loadOf(least) ? fetcher : least;
            }
        }
        return least == null || (loadOf(least) > 0 && count < maxFetchers) ? null : least;
    }

    private int loadOf(SplitFetcher<SplitElement, InfluxDBSplit> fetcher) {
        int count = 0;
        for (Placed place : placed.values()) {
            count += place.fetcher() == fetcher.fetcherId() ? 1 : 0;
        }
        return count;
    }

    /**
     * By what the task knows of its fetchers, since what a fetcher knows of itself belongs to its
     * own thread, and lacks a split that it was given while it waits for the server. It comes to
     * know both in their order.
     */
    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        for (SplitFetcher<SplitElement, InfluxDBSplit> fetcher : fetchers.values()) {
            List<InfluxDBSplit> paused = splitsOf(fetcher, toPause);
            List<InfluxDBSplit> resumed = splitsOf(fetcher, toResume);
            if (!paused.isEmpty() || !resumed.isEmpty()) {
                fetcher.pauseOrResumeSplits(paused, resumed);
            }
        }
    }

    private List<InfluxDBSplit> splitsOf(
            SplitFetcher<SplitElement, InfluxDBSplit> fetcher, Collection<String> splitIds) {
        List<InfluxDBSplit> splits = new ArrayList<>();
        for (String splitId : splitIds) {
            Placed place = placed.get(splitId);
            if (place != null && place.fetcher() == fetcher.fetcherId()) {
                splits.add(place.split());
            }
        }
        return splits;
    }

    /** Called when the last row of a split has been emitted. */
    void finished(String splitId) {
        placed.remove(splitId);
    }

    @Override
    public void removeSplits(List<InfluxDBSplit> splits) {
        throw new UnsupportedOperationException("Splits end by being read, not by a record");
    }

    /** Ends all requests first, so that no fetcher is left waiting for a silent server. */
    @Override
    public synchronized void close(long timeoutMs) throws Exception {
        for (SplitFetcher<SplitElement, InfluxDBSplit> fetcher : fetchers.values()) {
            ((InfluxDBSplitReader) fetcher.getSplitReader()).cancel();
        }
        client.close();
        super.close(timeoutMs);
    }
}
