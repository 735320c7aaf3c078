/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of a point that a guard finds, on its way through the writer. */
class GuardedWriterTest {

    private static final SinkWriter.Context NO_TIME =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return null;
                }
            };

    /** Made on the thread of the test, which is the task's. */
    private FakeTask task;

    private final FakeClient client = new FakeClient();
    private final GuardingChoices guarding = new GuardingChoices();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<Exception> swallowed = new ArrayList<>();
    private InfluxDBSerializationSchema<Point> schema = InfluxDBSerializationSchema.points();

    private static Point point() {
        return Point.measurement("m").tag("t", "a").time(7);
    }

    private void tell(String field, ColumnType type) {
        client.schemas =
                (bucket, measurement) ->
                        new MeasurementSchema(List.of(), Map.of(field, Set.of(type)));
    }

    private SinkWriter<Point> writer(SinkSettings.Rejecting rejecting) throws IOException {
        task = new FakeTask();
        return new InfluxDBSink<>(
                        InfluxDBConnectionOptions.builder().url("http://localhost:8086").build(),
                        schema,
                        new Routing<>("metrics", null, null),
                        new SinkSettings(
                                "metrics",
                                Precision.NS,
                                new SinkSettings.Batching(1, 1_000, 1000, 4, 100),
                                new SinkSettings.Retrying(
                                        200, 1000, SinkSettings.Retrying.NO_LIMIT),
                                rejecting,
                                guarding.settings(),
                                RequestWriterFixture.WATCHING),
                        connection -> client)
                .createWriter(task);
    }

    private void write(Point... points) throws Exception {
        var writer = writer(new SinkSettings.Rejecting(OnError.DEAD_LETTER, letters::add));
        for (Point point : points) {
            writer.write(point, NO_TIME);
        }
    }

    @Test
    void testTypeConflictIsADeadLetterWithItsLineThatWasNeverSent() throws Exception {
        tell("f", ColumnType.FLOAT);

        write(point().field("f", "text"), point().field("f", 1.5));

        assertThat(letters).hasSize(1);
        DeadLetter letter = letters.get(0);
        assertThat(letter.category()).isEqualTo(Category.TYPE_CONFLICT);
        assertThat(letter.bucket()).isEqualTo("metrics");
        assertThat(letter.lineProtocol()).isEqualTo("m,t=a f=\"text\" 7");
        assertThat(letter.status()).isZero();
        assertThat(letter.reason()).contains("is of type string");
        assertThat(client.requests)
                .extracting(FakeClient.Request::body)
                .containsExactly("m,t=a f=1.5 7\n");
        assertThat(task.counter(SinkMetric.REJECTED_TYPE_CONFLICT)).isEqualTo(1);
    }

    @Test
    void testTypeConflictFailsTheJobByDefault() throws Exception {
        tell("f", ColumnType.FLOAT);
        var writer = writer(SinkSettings.Rejecting.FAIL);

        assertThatThrownBy(() -> writer.write(point().field("f", true), NO_TIME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be written to bucket 'metrics' (type-conflict)")
                .hasMessageContaining("The point: m,t=a f=true 7");
    }

    @Test
    void testCoercedPointIsWrittenAsAFloat() throws Exception {
        guarding.typeGuard = TypeGuard.COERCE;
        tell("f", ColumnType.FLOAT);

        write(point().field("f", 3L).field("g", 3L));

        assertThat(client.last().body()).isEqualTo("m,t=a f=3.0,g=3i 7\n");
        assertThat(letters).isEmpty();
    }

    @Test
    void testPointBeyondRetentionIsADeadLetterWithItsLine() throws Exception {
        client.retentions = (bucket, nothing) -> new BucketRetention(3_600, 3_600);

        write(point().field("f", 1.5), point().field("f", 1.5).time(EpochNanos.of(client.time)));

        assertThat(letters)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(Category.BEYOND_RETENTION);
                            assertThat(letter.lineProtocol()).isEqualTo("m,t=a f=1.5 7");
                        });
        assertThat(client.requests).hasSize(1);
        assertThat(task.counter(SinkMetric.REJECTED_BEYOND_RETENTION)).isEqualTo(1);
    }

    @Test
    void testPointThatNoServerCanCarryIsNotAskedFor() throws Exception {
        write(Point.measurement("two\nlines").field("f", 1.5).time(7));

        assertThat(letters)
                .extracting(DeadLetter::category)
                .containsOnly(Category.NOT_REPRESENTABLE);
        assertThat(client.reads).isEmpty();
    }

    @Test
    void testPointWithoutFieldsIsRejectedWithTheWayOut() throws Exception {
        write(point());

        assertThat(letters)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(Category.NOT_REPRESENTABLE);
                            assertThat(letter.reason())
                                    .contains("no field that is not null")
                                    .contains("sink.on-empty-point = 'skip'");
                        });
    }

    @Test
    void testPointWithoutFieldsIsSkippedAndCountedIfThatIsWanted() throws Exception {
        guarding.onEmptyPoint = OnEmptyPoint.SKIP;

        write(point(), point().field("f", 1.5), Point.measurement("m"));

        assertThat(letters).isEmpty();
        assertThat(client.requests).hasSize(1);
        assertThat(task.counter(SinkMetric.EMPTY_SKIPPED)).isEqualTo(2);
    }

    @Test
    void testPointWithoutTimeIsStampedIfThatIsWanted() throws Exception {
        guarding.assignsTime = true;
        long before = EpochNanos.of(Instant.now());

        write(
                Point.measurement("m").tag("t", "a").field("f", 1.5),
                Point.measurement("m").tag("t", "b").field("f", 1.5));

        List<Long> times =
                client.requests.stream()
                        .map(request -> request.body().strip())
                        .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                        .toList();
        assertThat(times).hasSize(2).doesNotHaveDuplicates().isSorted();
        assertThat(times.get(0)).isBetween(before, EpochNanos.of(Instant.now()));
    }

    @Test
    void testSeriesAboveTheLimitFailTheJobIfThatIsWanted() throws Exception {
        guarding.maxSeries = 2L;
        guarding.onMaxSeries = OnMaxSeries.FAIL;
        var writer = writer(SinkSettings.Rejecting.SKIP);
        writer.write(point().field("f", 1.5), NO_TIME);
        writer.write(point().tag("t", "b").field("f", 1.5), NO_TIME);

        assertThatThrownBy(() -> writer.write(point().tag("t", "c").field("f", 1.5), NO_TIME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("about 3 series, and sink.max-series is 2");
        assertThat(client.requests).hasSize(2);
    }

    @Test
    void testFailureThatComesWhileAGuardWaitsIsNotLostInASerializerThatCatchesAll()
            throws Exception {
        schema =
                (point, context, out) -> {
                    try {
                        out.collect(point);
                    } catch (RuntimeException e) {
                        swallowed.add(e);
                    }
                };
        var writer = writer(SinkSettings.Rejecting.FAIL);
        task.whenItWaits(
                () -> {
                    throw new IOException("a request failed for good");
                });

        assertThatThrownBy(() -> writer.write(point().field("f", 1.5), NO_TIME))
                .hasStackTraceContaining("a request failed for good");
        assertThat(swallowed).hasSize(1);
    }
}
