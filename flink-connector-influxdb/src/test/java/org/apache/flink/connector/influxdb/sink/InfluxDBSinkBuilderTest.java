/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class InfluxDBSinkBuilderTest {

    private static InfluxDBSinkBuilder<String> complete() {
        return InfluxDBSink.<String>builder()
                .setConnection(
                        InfluxDBConnectionOptions.builder().url("http://localhost:8086").build())
                .setBucket("metrics")
                .setSerializer(
                        InfluxDBSerializationSchema.of(
                                text -> Point.measurement("m").field("f", text).time(1)));
    }

    @Test
    void testRequiredSettingsAreEnough() {
        assertThatCode(() -> complete().build()).doesNotThrowAnyException();
    }

    @Test
    void testSinkTravelsInTheJobGraph() {
        assertThatCode(() -> InstantiationUtil.clone(complete().build()))
                .doesNotThrowAnyException();
    }

    @Test
    void testBucketSelectorStandsForTheBucket() {
        InfluxDBSinkBuilder<String> builder =
                complete().setBucket(null).setBucketSelector(text -> text);

        assertThatCode(() -> InstantiationUtil.clone(builder.build())).doesNotThrowAnyException();
    }

    @Test
    void testAllFaultsAreReportedAtOnce() {
        assertThatThrownBy(
                        () ->
                                InfluxDBSink.<String>builder()
                                        .setMaxBatchSize(0)
                                        .setMaxRetries(-1)
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url (setConnection) is missing")
                .hasMessageContaining("bucket (setBucket) is missing")
                .hasMessageContaining("setSerializer is missing")
                .hasMessageContaining("sink.batch.max-size (setMaxBatchSize) is 0: it must be at")
                .hasMessageContaining("sink.max-retries (setMaxRetries) is -1");
    }

    static Stream<Arguments> testFaultNamesOptionAndWayOut() {
        return Stream.of(
                fault(b -> b.setBucket(" "), "bucket (setBucket) is missing: name the bucket"),
                fault(b -> b.setPrecision(null), "sink.precision (setPrecision) is null"),
                fault(b -> b.setMaxBatchSizeInBytes(0), "sink.flush-buffer.size", "1 byte to 1 gb"),
                fault(b -> b.setMaxBatchSizeInBytes(Long.MAX_VALUE), "sink.flush-buffer.size"),
                fault(
                        b -> b.setCircuitBreakerFailures(0),
                        "sink.circuit-breaker.failures (setCircuitBreakerFailures) is 0"),
                fault(
                        b -> b.setServerWriteTimeout(Duration.ZERO),
                        "setServerWriteTimeout is PT0S: it must be from 1 ms"),
                fault(
                        b -> b.setMaxTimeInBuffer(Duration.ZERO),
                        "sink.flush-buffer.timeout (setMaxTimeInBuffer) is PT0S",
                        "from 1 ms to 365 days"),
                fault(b -> b.setMaxTimeInBuffer(null), "sink.flush-buffer.timeout", "is null"),
                fault(
                        b -> b.setMaxTimeInBuffer(Duration.ofSeconds(Long.MAX_VALUE)),
                        "sink.flush-buffer.timeout"),
                fault(
                        b -> b.setMaxInFlightRequests(0),
                        "sink.requests.max-inflight (setMaxInFlightRequests) is 0",
                        "at least 1"),
                fault(
                        b -> b.setMaxBufferedRequests(4999),
                        "sink.requests.max-buffered (setMaxBufferedRequests) is 4999",
                        "at least sink.batch.max-size, 5000"),
                fault(
                        b -> b.setRetryInitialBackoff(Duration.ofNanos(1)),
                        "sink.retry.initial-backoff (setRetryInitialBackoff) is PT0.000000001S"),
                fault(
                        b -> b.setRetryMaxBackoff(Duration.ofMillis(199)),
                        "sink.retry.max-backoff (setRetryMaxBackoff) is PT0.199S",
                        "at least sink.retry.initial-backoff, PT0.2S"),
                fault(b -> b.setTypeGuard(null), "sink.type-guard (setTypeGuard) is null"),
                fault(b -> b.setOnEmptyPoint(null), "sink.on-empty-point", "is null"),
                fault(b -> b.setOnMaxSeries(null), "sink.on-max-series", "is null"),
                fault(
                        b -> b.setMaxSeries(0),
                        "sink.max-series (setMaxSeries) is 0",
                        "leave it out for no limit"),
                fault(
                        b -> b.setMaxRetries(-1),
                        "sink.max-retries (setMaxRetries) is -1",
                        "leave it out for no limit"));
    }

    private static Arguments fault(Consumer<InfluxDBSinkBuilder<String>> setting, String... words) {
        return arguments(words[0], setting, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void testFaultNamesOptionAndWayOut(
            String name, Consumer<InfluxDBSinkBuilder<String>> setting, String[] words) {
        InfluxDBSinkBuilder<String> builder = complete();
        setting.accept(builder);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void testSmallestSettingsAreAllowed() {
        assertThatCode(
                        () ->
                                complete()
                                        .setPrecision(Precision.S)
                                        .setMaxBatchSize(1)
                                        .setMaxBatchSizeInBytes(1)
                                        .setMaxTimeInBuffer(Duration.ofMillis(1))
                                        .setMaxInFlightRequests(1)
                                        .setMaxBufferedRequests(1)
                                        .setRetryInitialBackoff(Duration.ofMillis(1))
                                        .setRetryMaxBackoff(Duration.ofMillis(1))
                                        .setMaxRetries(0)
                                        .setMaxSeries(1)
                                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void testFunctionThatMakesNoPointIsAnErrorWithTheWayOut() {
        InfluxDBSerializationSchema<String> schema = InfluxDBSerializationSchema.of(text -> null);

        assertThatThrownBy(() -> schema.serialize("r1", null, null))
                .hasMessageContaining("returned null for the record r1")
                .hasMessageContaining("implement InfluxDBSerializationSchema");
        assertThat(schema).isInstanceOf(java.io.Serializable.class);
    }
}
