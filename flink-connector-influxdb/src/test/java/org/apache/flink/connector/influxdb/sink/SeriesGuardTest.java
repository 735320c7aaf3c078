/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How many series there are, and what follows. */
class SeriesGuardTest {

    private final FakeTask task = new FakeTask();

    private SeriesGuard guard(long maxSeries, OnMaxSeries onMaxSeries) {
        return new SeriesGuard(maxSeries, onMaxSeries, new GuardMetrics(task.metricGroup()));
    }

    private static Point point(int user, int host) {
        return Point.measurement("m").tag("user", "u" + user).tag("host", "h" + host);
    }

    @Test
    void testSeriesAndTheValuesOfEachTagAreEstimated() throws Exception {
        SeriesGuard guard = guard(1_000_000, OnMaxSeries.WARN);

        for (int user = 0; user < 10_000; user++) {
            for (int host = 0; host < 3; host++) {
                guard.count("metrics", point(user, host));
                guard.count("metrics", point(user, host));
            }
        }

        assertThat(task.gaugeLong(SinkMetric.SERIES)).isBetween(28_500L, 31_500L);
        assertThat(task.tagGauge(SinkMetric.DISTINCT_TAG_VALUES, "user"))
                .isBetween(9_500L, 10_500L);
        assertThat(task.tagGauge(SinkMetric.DISTINCT_TAG_VALUES, "host")).isEqualTo(3);
    }

    @Test
    void testBucketMeasurementAndTagKeysTellSeriesApart() throws Exception {
        SeriesGuard guard = guard(1_000, OnMaxSeries.WARN);

        guard.count("a", Point.measurement("m"));
        guard.count("b", Point.measurement("m"));
        guard.count("a", Point.measurement("n"));
        guard.count("a", Point.measurement("m").tag("x", "1"));
        guard.count("a", Point.measurement("m").tag("y", "1"));

        assertThat(task.gaugeLong(SinkMetric.SERIES)).isEqualTo(5);
    }

    @Test
    void testJobFailsAboveTheLimitAndNamesTheTagWithTheMostValues() throws Exception {
        SeriesGuard guard = guard(100, OnMaxSeries.FAIL);
        for (int user = 0; user < 90; user++) {
            guard.count("metrics", point(user, 0));
        }

        assertThatThrownBy(
                        () -> {
                            for (int user = 90; user < 120; user++) {
                                guard.count("metrics", point(user, 0));
                            }
                        })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sink.max-series is 100")
                .hasMessageContaining("The tags with the most values: 'user' about 1")
                .hasMessageContaining("'host' about 1.")
                .hasMessageContaining("sink.on-max-series to 'warn'");
    }

    @Test
    void testWarningStopsNothing() {
        SeriesGuard guard = guard(100, OnMaxSeries.WARN);

        assertThatCode(
                        () -> {
                            for (int user = 0; user < 1_000; user++) {
                                guard.count("metrics", point(user, 0));
                            }
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void testTagKeysBeyondAHundredCountForTheSeriesOnly() throws Exception {
        SeriesGuard guard = guard(10_000, OnMaxSeries.WARN);

        for (int key = 0; key < 200; key++) {
            guard.count("metrics", Point.measurement("m").tag("k" + key, "v"));
        }

        assertThat(task.gaugeLong(SinkMetric.SERIES)).isBetween(195L, 205L);
        assertThat(task.hasTagGauge(SinkMetric.DISTINCT_TAG_VALUES, "k99")).isTrue();
        assertThat(task.hasTagGauge(SinkMetric.DISTINCT_TAG_VALUES, "k100")).isFalse();
    }

    @Test
    void testNothingIsEstimatedWithoutALimit() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.OFF);

        fixture.check(point(1, 1));

        assertThat(fixture.task.hasTagGauge(SinkMetric.DISTINCT_TAG_VALUES, "user")).isFalse();
    }
}
