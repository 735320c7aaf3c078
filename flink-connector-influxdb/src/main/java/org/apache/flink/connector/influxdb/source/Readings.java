/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Begins to read splits, for the fetchers of one reader. */
final class Readings {

    private final InfluxDBQuery query;
    private final InfluxDBClient client;
    private final ReadOptions options;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final ReadMetrics metrics;
    private final ServerClockEstimate serverClock;

    /**
     * Readings of one source.
     *
     * @param random of retries, for several threads
     * @param nanoClock like System.nanoTime
     */
    Readings(
            InfluxDBQuery query,
            InfluxDBClient client,
            ReadOptions options,
            RandomGenerator random,
            LongSupplier nanoClock,
            ReadMetrics metrics) {
        this.query = query;
        this.client = client;
        this.options = options;
        this.random = random;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        this.serverClock = new ServerClockEstimate(client::serverTime, nanoClock);
    }

    /** A reading that goes on where the split says. */
    Reading open(InfluxDBSplit split) {
        InfluxDBQuery own = split.queryOf(query);
        if (split.isTail()) {
            return new TailReading(
                    split,
                    options.tail(),
                    stretch -> ofRange(stretch, own),
                    serverClock,
                    retries(),
                    nanoClock,
                    metrics);
        }
        SplitReading reading = ofRange(split, own);
        return options.sourceWatermarks()
                ? new ReadingWithMarks(reading, split.range().stop())
                : reading;
    }

    private SplitReading ofRange(InfluxDBSplit split, InfluxDBQuery own) {
        return new SplitReading(split, own, client, retries(), options.resume(), metrics);
    }

    private Retries retries() {
        return new Retries(options.retry(), random, nanoClock);
    }
}
