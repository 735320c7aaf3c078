/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The way of a record to its lines, and how a writer comes to life. */
class InfluxDBSinkWriterTest {

    private final FakeClient client = new FakeClient();

    /** The record's timestamp, or none. */
    private record At(Long timestamp) implements SinkWriter.Context {
        static final At NO_TIME = new At(null);

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }
    }

    /** Runs what the test says, and remembers whether it was opened. */
    private abstract static class TestSchema implements InfluxDBSerializationSchema<String> {
        private static final long serialVersionUID = 1L;
        boolean opened;

        @Override
        public void open(SerializationSchema.InitializationContext context) throws Exception {
            opened = true;
        }
    }

    private static Point point(String tag) {
        return Point.measurement("m").tag("t", tag).field("f", 1.5).time(7);
    }

    private InfluxDBSink<String> sink(InfluxDBSerializationSchema<String> schema, int batch) {
        return sink(schema, new Routing<>("metrics", null, null), batch);
    }

    private InfluxDBSink<String> sink(
            InfluxDBSerializationSchema<String> schema, Routing<String> routing, int batch) {
        return new InfluxDBSink<>(
                InfluxDBConnectionOptions.builder().url("http://localhost:8086").build(),
                schema,
                routing,
                new SinkSettings(
                        "metrics",
                        Precision.NS,
                        new SinkSettings.Batching(batch, 100, 1000, 4, 100),
                        new SinkSettings.Retrying(200, 1000, SinkSettings.Retrying.NO_LIMIT),
                        SinkSettings.Rejecting.FAIL,
                        new GuardingChoices().settings(),
                        RequestWriterFixture.WATCHING),
                connection -> client);
    }

    private StatefulSinkWriter<String, BufferedRequestState<LineEntry>> writer(
            InfluxDBSerializationSchema<String> schema) throws IOException {
        return sink(schema, 1).createWriter(new FakeTask());
    }

    @Test
    void testPointIsWrittenAsItsLine() throws Exception {
        writer(InfluxDBSerializationSchema.of(InfluxDBSinkWriterTest::point))
                .write("a", At.NO_TIME);

        assertThat(client.last().body()).isEqualTo("m,t=a f=1.5 7\n");
    }

    @Test
    void testRecordChoosesItsBucketOrGoesToTheSinksOwn() throws Exception {
        Routing<String> routing =
                new Routing<>(
                        "metrics", record -> record.equals("a") ? null : "db/" + record, null);
        var writer =
                sink(InfluxDBSerializationSchema.of(InfluxDBSinkWriterTest::point), routing, 1)
                        .createWriter(new FakeTask());

        for (String record : List.of("a", "b", "c")) {
            writer.write(record, At.NO_TIME);
        }

        assertThat(client.requests)
                .extracting(request -> request.bucket() + " " + request.body())
                .containsExactly(
                        "metrics m,t=a f=1.5 7\n", "db/b m,t=b f=1.5 7\n", "db/c m,t=c f=1.5 7\n");
    }

    @Test
    void testRecordWithoutBucketIsRejectedWithTheWayOut() throws Exception {
        for (String name : new String[] {null, " "}) {
            var writer =
                    sink(
                                    InfluxDBSerializationSchema.of(InfluxDBSinkWriterTest::point),
                                    new Routing<>(null, record -> name, null),
                                    1)
                            .createWriter(new FakeTask());

            assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not-representable")
                    .hasMessageContaining("names no bucket")
                    .hasMessageContaining("setBucket");
        }
    }

    @Test
    void testRecordMayDeleteItsPoints() throws Exception {
        Routing<String> routing = new Routing<>("metrics", null, record -> record.equals("a"));
        InfluxDBSerializationSchema<String> withoutFields =
                InfluxDBSerializationSchema.of(
                        record -> Point.measurement("m").tag("t", record).time(7));
        var writer = sink(withoutFields, routing, 1).createWriter(new FakeTask());

        writer.write("a", At.NO_TIME);

        assertThat(client.last().deleted()).containsExactly("m,t=a 7");
        assertThatThrownBy(() -> writer.write("b", At.NO_TIME)).hasMessageContaining("field");
    }

    @Test
    void testServerThatDeletesNoSinglePointsIsRefusedAtTheStart() throws Exception {
        InfluxDBSink<String> sink =
                sink(
                        InfluxDBSerializationSchema.of(InfluxDBSinkWriterTest::point),
                        new Routing<>("metrics", null, record -> false),
                        1);
        client.version = InfluxDBVersion.V3;

        assertThatThrownBy(() -> sink.createWriter(new FakeTask()))
                .hasMessageContaining("InfluxDB 3")
                .hasMessageContaining("setDeleteSelector")
                .hasMessageContaining("sink.delete.mode");
        assertThat(client.closed).isTrue();

        client.version = InfluxDBVersion.V2;
        assertThatCode(() -> sink.createWriter(new FakeTask())).doesNotThrowAnyException();
    }

    @Test
    void testRestoredJobThatDeletesFailsIfItsServerComesBackAsOneThatCannot() throws Exception {
        FakeTask task = new FakeTask();
        client.unreachable = noConnection();
        var writer =
                sink(
                                InfluxDBSerializationSchema.of(InfluxDBSinkWriterTest::point),
                                new Routing<>("metrics", null, record -> true),
                                1)
                        .restoreWriter(task, List.of());
        client.version = InfluxDBVersion.V3;
        client.unreachable = null;
        task.letTimePassWhileItWaits();

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .hasStackTraceContaining("cannot delete single points");
    }

    @Test
    void testRecordMayMakeNonePointOrMany() throws Exception {
        var writer =
                writer(
                        (record, context, out) ->
                                record.chars()
                                        .forEach(c -> out.collect(point(Character.toString(c)))));

        writer.write("", At.NO_TIME);
        writer.write("xy", At.NO_TIME);

        assertThat(client.requests)
                .extracting(FakeClient.Request::body)
                .containsExactly("m,t=x f=1.5 7\n", "m,t=y f=1.5 7\n");
    }

    @Test
    void testPointsPassAsTheyAre() throws Exception {
        List<Point> out = new ArrayList<>();
        Point point = point("a");

        InfluxDBSerializationSchema.points().serialize(point, At.NO_TIME, collectTo(out));

        assertThat(out).singleElement().isSameAs(point);
    }

    private static Collector<Point> collectTo(List<Point> out) {
        return new Collector<>() {
            @Override
            public void collect(Point point) {
                out.add(point);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void testPointWithoutTimeTakesTheRecordsTimestamp() throws Exception {
        // Given a serializer that uses one point again and again
        Point same = Point.measurement("m").field("f", 1L);
        var writer = writer(InfluxDBSerializationSchema.of(record -> same));

        writer.write("a", new At(1L));
        assertThat(client.last().body()).isEqualTo("m f=1i 1000000\n");
        client.last().confirm();
        writer.flush(false);
        writer.write("b", new At(-2L));

        assertThat(client.last().body()).isEqualTo("m f=1i -2000000\n");
        assertThat(same.hasTime()).isFalse();
    }

    @Test
    void testPointWithoutAnyTimeIsAnErrorWithTheWayOut() throws Exception {
        var writer =
                writer(InfluxDBSerializationSchema.of(r -> Point.measurement("m").field("f", 1L)));

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .hasMessageContaining("has no time, and neither has its record")
                .hasMessageContaining("Point.time")
                .hasMessageContaining("assignTimestampsAndWatermarks");
    }

    @Test
    void testTimestampThatInfluxDBCannotHoldIsAnErrorAndNotWrapped() throws Exception {
        var writer =
                writer(InfluxDBSerializationSchema.of(r -> Point.measurement("m").field("f", 1L)));

        assertThatThrownBy(() -> writer.write("a", new At(9_223_372_036_855L)))
                .hasMessageContaining("9223372036855 ms")
                .hasMessageContaining("2262-04-11");
    }

    @Test
    void testPointThatNoServerCanCarryFailsWithItsReason() throws Exception {
        var writer = writer(InfluxDBSerializationSchema.of(r -> point("two\nlines")));

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .hasMessageContaining("measurement 'm' cannot be written to InfluxDB 2.x")
                .hasMessageContaining("value of tag 't'")
                .hasMessageContaining("no point is lost in silence");
        assertThat(client.requests).isEmpty();
    }

    @Test
    void testPointAboveTheSizeOfARequestNamesTheOption() throws Exception {
        var writer =
                writer(
                        InfluxDBSerializationSchema.of(
                                r ->
                                        Point.measurement("m")
                                                .field("text", "x".repeat(100))
                                                .time(1)));

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .hasMessageContaining("112 bytes")
                .hasMessageContaining("sink.flush-buffer.size allows a request of 100")
                .hasMessageContaining("Measurement 'm', tags {}, fields [text]");
    }

    @Test
    void testNothingOfARecordIsWrittenIfItsSerializerFails() throws Exception {
        var writer =
                writer(
                        (record, context, out) -> {
                            out.collect(point("a"));
                            throw new Exception("no second point");
                        });

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no second point");
        assertThat(client.requests).isEmpty();
    }

    @Test
    void testSerializerIsOpenedFirst() throws Exception {
        TestSchema schema =
                new TestSchema() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void serialize(
                            String record, SinkWriter.Context context, Collector<Point> out) {
                        out.collect(point(opened ? "opened" : "closed"));
                    }
                };

        writer(schema).write("a", At.NO_TIME);

        assertThat(client.last().body()).startsWith("m,t=opened");
    }

    @Test
    void testFreshJobFailsAtOnceIfNobodyAnswers() {
        client.unreachable = noConnection();

        assertThatThrownBy(() -> writer(InfluxDBSerializationSchema.of(r -> point(r))))
                .isSameAs(client.unreachable);
        assertThat(client.closed).isTrue();
    }

    @Test
    void testRestoredJobWaitsForItsServer() throws Exception {
        // Given a restored job whose server is away
        FakeTask task = new FakeTask();
        client.unreachable = noConnection();
        var writer =
                sink(InfluxDBSerializationSchema.of(r -> point(r)), 3)
                        .restoreWriter(task, List.of(state("m f=1 1", "m f=2 2")));

        // When a checkpoint is taken meanwhile, it holds what was restored
        writer.flush(false);
        assertThat(writer.snapshotState(1).get(0).getBufferedRequestEntries()).hasSize(2);
        assertThat(client.requests).isEmpty();

        // And once it is back, then they go, and the next record is taken
        client.unreachable = null;
        task.letTimePassWhileItWaits();
        writer.write("a", At.NO_TIME);
        assertThat(client.requests.get(0).lines()).startsWith("m f=1 1", "m f=2 2");
        assertThat(client.requests.get(0).lines().size() + waiting(writer)).isEqualTo(3);
    }

    private static int waiting(StatefulSinkWriter<String, BufferedRequestState<LineEntry>> writer)
            throws IOException {
        return writer.snapshotState(1).get(0).getBufferedRequestEntries().size();
    }

    @Test
    void testRestoredJobAsksAgainUntilItsServerAnswers() throws Exception {
        FakeTask task = new FakeTask();
        client.unreachable = noConnection();
        var writer =
                sink(InfluxDBSerializationSchema.of(r -> point(r)), 1)
                        .restoreWriter(task, List.of());
        client.answerAfter(5);
        task.letTimePassWhileItWaits();

        writer.write("a", At.NO_TIME);

        assertThat(client.last().lines()).containsExactly("m,t=a f=1.5 7");
    }

    @Test
    void testRestoredJobFailsIfItsServerIsOfTheWrongKind() {
        client.unreachable = new InfluxDBException(Kind.UNSUPPORTED, "a future version", null);

        assertThatThrownBy(
                        () ->
                                sink(InfluxDBSerializationSchema.of(r -> point(r)), 1)
                                        .restoreWriter(new FakeTask(), List.of()))
                .hasMessageContaining("a future version");
        assertThat(client.closed).isTrue();
    }

    @Test
    void testRestoredJobFailsIfItsServerComesBackAsAnother() throws Exception {
        FakeTask task = new FakeTask();
        client.unreachable = noConnection();
        var writer =
                sink(InfluxDBSerializationSchema.of(r -> point(r)), 1)
                        .restoreWriter(task, List.of());
        client.unreachable = new InfluxDBException(Kind.UNSUPPORTED, "a future version", null);
        task.letTimePassWhileItWaits();

        assertThatThrownBy(() -> writer.write("a", At.NO_TIME))
                .hasStackTraceContaining("a future version");
    }
}
