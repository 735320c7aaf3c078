/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One fetcher thread for each split that is open, up to a limit. More splits than that, which only
 * a restore with fewer readers brings, wait behind others.
 */
final class SplitFetchers extends SplitFetcherManager<InfluxDBRow, InfluxDBSplit> {

    private final InfluxDBClient client;
    private final int maxFetchers;

    // Used by the task's thread only.
    private final Map<String, Integer> fetcherOfSplit = new HashMap<>();

    SplitFetchers(
            Supplier<SplitReader<InfluxDBRow, InfluxDBSplit>> readers,
            InfluxDBClient client,
            int maxFetchers,
            Configuration configuration) {
        super(readers, configuration);
        this.client = client;
        this.maxFetchers = maxFetchers;
    }

    @Override
    public void addSplits(List<InfluxDBSplit> splits) {
        for (InfluxDBSplit split : splits) {
            SplitFetcher<InfluxDBRow, InfluxDBSplit> fetcher = leastLoaded();
            boolean isNew =
                    fetcher == null || (loadOf(fetcher) > 0 && fetchers.size() < maxFetchers);
            if (isNew) {
                fetcher = createSplitFetcher();
            }
            fetcherOfSplit.put(split.splitId(), fetcher.fetcherId());
            fetcher.addSplits(List.of(split));
            if (isNew) {
                startFetcher(fetcher);
            }
        }
    }

    private SplitFetcher<InfluxDBRow, InfluxDBSplit> leastLoaded() {
        SplitFetcher<InfluxDBRow, InfluxDBSplit> least = null;
        for (SplitFetcher<InfluxDBRow, InfluxDBSplit> fetcher : fetchers.values()) {
            if (least == null || loadOf(fetcher) < loadOf(least)) {
                least = fetcher;
            }
        }
        return least;
    }

    private int loadOf(SplitFetcher<InfluxDBRow, InfluxDBSplit> fetcher) {
        return Collections.frequency(fetcherOfSplit.values(), fetcher.fetcherId());
    }

    /** Called when the last row of a split has been emitted. */
    void finished(String splitId) {
        fetcherOfSplit.remove(splitId);
    }

    @Override
    public void removeSplits(List<InfluxDBSplit> splits) {
        throw new UnsupportedOperationException("Splits end by being read, not by a record");
    }

    /** Ends all requests first, so that no fetcher is left waiting for a silent server. */
    @Override
    public synchronized void close(long timeoutMs) throws Exception {
        for (SplitFetcher<InfluxDBRow, InfluxDBSplit> fetcher : fetchers.values()) {
            ((InfluxDBSplitReader) fetcher.getSplitReader()).cancel();
        }
        client.close();
        super.close(timeoutMs);
    }
}
