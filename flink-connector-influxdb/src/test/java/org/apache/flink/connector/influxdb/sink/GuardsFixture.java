/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.Point;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Guards with a clock that the test sets. What they ask is answered at once, or when the test says
 * so.
 */
final class GuardsFixture {

    final FakeTask task = new FakeTask();
    final FakeClient client = new FakeClient();
    final PointGuards guards;

    private final Queue<Runnable> asked = new ArrayDeque<>();
    private boolean isSlow;
    private long nanos = 1_000;

    GuardsFixture(TypeGuard typeGuard) {
        this(typeGuard, SinkSettings.Guarding.NO_LIMIT, OnMaxSeries.WARN);
    }

    GuardsFixture(TypeGuard typeGuard, long maxSeries, OnMaxSeries onMaxSeries) {
        SinkSettings.Guarding guarding =
                new SinkSettings.Guarding(
                        typeGuard, false, OnEmptyPoint.REJECT, maxSeries, onMaxSeries);
        this.guards =
                new PointGuards(
                        guarding,
                        client,
                        new SideReads(
                                this::ask,
                                () -> {},
                                task.getMailboxExecutor(),
                                task.getProcessingTimeService()),
                        new GuardMetrics(task.metricGroup()),
                        () -> nanos);
    }

    private void ask(Runnable read) {
        if (isSlow) {
            asked.add(read);
        } else {
            read.run();
        }
    }

    /** From now on answers do not come. */
    void fallSilent() {
        isSlow = true;
    }

    /** The answers come, and so do all others. */
    void speak() {
        isSlow = false;
        while (!asked.isEmpty()) {
            asked.remove().run();
        }
        task.runMails();
    }

    /** Lets time pass on every clock, and what was to happen happen. */
    void pass(Duration time) throws Exception {
        nanos += time.toNanos();
        task.pass(time.toMillis());
    }

    /** From now on the fields of every measurement are these, each with one type or several. */
    void tell(Map<String, Set<ColumnType>> fields) {
        MeasurementSchema schema = new MeasurementSchema(List.of(), new TreeMap<>(fields));
        client.schemas = (bucket, measurement) -> schema;
    }

    /** The same, of one field. */
    void tell(String field, ColumnType first, ColumnType... others) {
        tell(Map.of(field, EnumSet.of(first, others)));
    }

    Verdict check(Point point) throws Exception {
        return guards.check("metrics", point, 0);
    }
}
