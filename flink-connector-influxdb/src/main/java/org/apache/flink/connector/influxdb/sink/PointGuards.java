/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.util.function.LongSupplier;

/**
 * Looks at each point before it is sent, for what its bucket would not take or should not get. What
 * the server does not tell is not guarded: a guard never stops a job that could write.
 */
final class PointGuards implements Closeable {

    private final SideReads reads;
    private final GuardMetrics metrics;
    private final RetentionGuard retention;
    @Nullable private final FieldTypeGuard types;
    @Nullable private final SeriesGuard series;

    /**
     * Guards as the sink is told.
     *
     * @param clock nanoseconds that never go back
     */
    PointGuards(
            SinkSettings.Guarding guarding,
            InfluxDBClient client,
            SideReads reads,
            GuardMetrics metrics,
            LongSupplier clock) {
        this.reads = reads;
        this.metrics = metrics;
        BucketFacts<RetentionGuard.Limit> limits =
                new BucketFacts<>(
                        "The sink's guard of retention",
                        (bucket, name, isNew) -> RetentionGuard.Limit.read(client, bucket, clock),
                        reads,
                        clock);
        BucketFacts<FieldTypes> fieldTypes =
                new BucketFacts<>(
                        "The sink's guard of field types (sink.type-guard)",
                        new FieldTypeQuestion(client, clock),
                        reads,
                        clock);
        metrics.gauge(SinkMetric.RETENTION_GUARD_OFF, limits::unreadable);
        metrics.gauge(SinkMetric.TYPE_GUARD_OFF, fieldTypes::unreadable);
        this.retention = new RetentionGuard(limits, reads, clock);
        this.types =
                guarding.typeGuard() == TypeGuard.OFF
                        ? null
                        : new FieldTypeGuard(guarding.typeGuard(), fieldTypes, metrics);
        this.series =
                guarding.maxSeries() == SinkSettings.Guarding.NO_LIMIT
                        ? null
                        : new SeriesGuard(guarding.maxSeries(), guarding.onMaxSeries(), metrics);
    }

    static PointGuards create(
            WriterInitContext context, SinkSettings.Guarding guarding, InfluxDBClient client) {
        return new PointGuards(
                guarding,
                client,
                SideReads.create(context),
                new GuardMetrics(context.metricGroup()),
                System::nanoTime);
    }

    /**
     * Looks at a point that could be written.
     *
     * @param time nanoseconds since 1970
     * @throws IllegalStateException if the job has to fail for it
     */
    Verdict check(String bucket, Point point, long time) throws InterruptedException {
        Verdict verdict = retention.check(bucket, time);
        if (types != null && verdict == Verdict.PASS) {
            verdict = types.check(bucket, point);
        }
        if (series != null && verdict.category() == null) {
            series.count(bucket, point);
        }
        return verdict;
    }

    /** A point without fields is left out. */
    void emptySkipped() {
        metrics.emptySkipped();
    }

    @Override
    public void close() {
        reads.close();
    }
}
