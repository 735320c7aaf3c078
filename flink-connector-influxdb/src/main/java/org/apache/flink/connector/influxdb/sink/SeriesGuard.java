/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Estimates how many series have been written, and how many values each tag has, so that one that
 * should have been a field is found before the server suffers from it.
 */
final class SeriesGuard {

    private static final Logger LOG = LoggerFactory.getLogger(SeriesGuard.class);

    /** How many tag keys are looked at one by one. All count for the series. */
    static final int MAX_TAG_KEYS = 100;

    private static final int NAMED = 5;

    private final long maxSeries;
    private final OnMaxSeries onMaxSeries;
    private final GuardMetrics metrics;

    private final DistinctEstimate series = new DistinctEstimate();
    private final Map<String, DistinctEstimate> tags = new HashMap<>();
    private long nextWarning;

    /**
     * A guard that has seen nothing yet.
     *
     * @param maxSeries how many series are right
     */
    SeriesGuard(long maxSeries, OnMaxSeries onMaxSeries, GuardMetrics metrics) {
        this.maxSeries = maxSeries;
        this.onMaxSeries = onMaxSeries;
        this.metrics = metrics;
        this.nextWarning = maxSeries + 1;
        metrics.gauge(SinkMetric.SERIES, series::value);
    }

    /**
     * Counts a point.
     *
     * @throws IllegalStateException if its series is one too many, and the job has to fail for it
     */
    void count(String bucket, Point point) {
        long hash = LineIdentity.and(LineIdentity.text(bucket), point.measurement());
        for (int i = 0; i < point.tagCount(); i++) {
            String key = point.tagKey(i);
            long value = LineIdentity.text(point.tagValue(i));
            DistinctEstimate values = tags.get(key);
            if (values == null && tags.size() < MAX_TAG_KEYS) {
                values = new DistinctEstimate();
                tags.put(key, values);
                metrics.gauge(SinkMetric.DISTINCT_TAG_VALUES, key, values::value);
            }
            if (values != null) {
                values.add(value);
            }
            hash = LineIdentity.and(LineIdentity.and(hash, key), value);
        }
        series.add(hash);
        if (series.value() >= nextWarning) {
            exceeded(bucket, point);
        }
    }

    private void exceeded(String bucket, Point point) {
        String words =
                "This subtask has written about "
                        + series.value()
                        + " series, and sink.max-series is "
                        + maxSeries
                        + ". The tags with the most values: "
                        + topTags()
                        + ". What has many values should be a field: correct the tags, or raise"
                        + " sink.max-series";
        if (onMaxSeries == OnMaxSeries.FAIL) {
            throw new IllegalStateException(
                    words
                            + ", or set sink.on-max-series to 'warn'. The newest point, for bucket '"
                            + bucket
                            + "': "
                            + WriteFailures.shortened(point.toString()));
        }
        LOG.warn(words);
        nextWarning = 2 * series.value();
    }

    private String topTags() {
        return tags.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<String, DistinctEstimate> tag) ->
                                                tag.getValue().value())
                                .reversed())
                .limit(NAMED)
                .map(tag -> "'" + tag.getKey() + "' about " + tag.getValue().value())
                .collect(Collectors.joining(", "));
    }
}
