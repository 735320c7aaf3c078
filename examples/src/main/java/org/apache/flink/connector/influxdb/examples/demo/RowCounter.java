/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows how many rows the jobs of this JVM have read and written, from the standard metrics that
 * every source and sink of Flink has. Flink makes the reporter through its service loader, hence
 * the static map.
 */
public final class RowCounter implements MetricReporter {

    private static final Map<Counter, String> COUNTERS = new ConcurrentHashMap<>();

    /** Made by Flink's service loader. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new RowCounter();
        }
    }

    /** Forgets what earlier jobs counted. */
    static void reset() {
        COUNTERS.clear();
    }

    /** Rows that left the sources. */
    static long read() {
        return sum("Source.numRecordsOut");
    }

    /** Rows that sinks have sent. */
    static long written() {
        return sum("Sink.numRecordsSend");
    }

    private static long sum(String kind) {
        return COUNTERS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(kind))
                .mapToLong(entry -> entry.getKey().getCount())
                .sum();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        String operator = group.getAllVariables().get("<operator_name>");
        if (!(metric instanceof Counter counter) || operator == null) {
            return;
        }
        if (operator.startsWith("Source: ") && name.equals("numRecordsOut")) {
            COUNTERS.put(counter, "Source.numRecordsOut");
        } else if (name.equals("numRecordsSend")) {
            COUNTERS.put(counter, "Sink.numRecordsSend");
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // The last value of a finished job still counts, until the next job starts.
    }
}
