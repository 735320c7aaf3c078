/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.testframe.TestResource;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Flink's own suite for sources: one split, several, savepoints, rescaling, metrics, readers
 * without a split, the loss of a task manager. What it calls a split is a measurement here, that is
 * followed by a pattern of names.
 */
abstract class InfluxDBSourceSuiteContract extends SourceTestSuiteBase<String> {

    @TestSemantics CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

    @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    /** The server's life is the extension's. */
    @TestExternalSystem
    TestResource external =
            new TestResource() {
                @Override
                public void startUp() {}

                @Override
                public void tearDown() {}
            };

    @TestContext
    ExternalContextFactory<Context> contexts = name -> new Context(influxdb().newBucket());

    abstract InfluxDBExtension influxdb();

    /** A bucket for one test. */
    private final class Context implements DataStreamSourceExternalContext<String> {

        private final String bucket;
        private int writers;

        Context(String bucket) {
            this.bucket = bucket;
        }

        @Override
        public Source<String, ?, ?> createSource(TestingSourceSettings settings) {
            InfluxDBSourceBuilder<String> builder =
                    InfluxDBSource.<String>builder()
                            .setConnection(SourceJobs.connection(influxdb().server()))
                            .setBucket(bucket)
                            .setMeasurementPattern("split-\\d+")
                            .setDeserializer(row -> row.getString("record"))
                            .setProducedType(Types.STRING);
            if (settings.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED) {
                builder.setUnbounded()
                        .setPollInterval(Duration.ofMillis(100))
                        .setLateArrival(Duration.ofSeconds(20));
            }
            return builder.build();
        }

        @Override
        public ExternalSystemSplitDataWriter<String> createSourceSplitDataWriter(
                TestingSourceSettings settings) {
            Duration age =
                    settings.getBoundedness() == Boundedness.BOUNDED
                            ? Duration.ofHours(1)
                            : Duration.ZERO;
            return new Writer(bucket, "split-" + writers++, age);
        }

        @Override
        public List<String> generateTestData(
                TestingSourceSettings settings, int splitIndex, long seed) {
            Random random = new Random(seed);
            return IntStream.range(0, 50 + random.nextInt(50))
                    .mapToObj(i -> splitIndex + " " + i + " " + random.nextInt())
                    .toList();
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }

        @Override
        public List<URL> getConnectorJarPaths() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /** Writes records one behind the other in time, the last of them now or some time ago. */
    private final class Writer implements ExternalSystemSplitDataWriter<String> {

        private final String bucket;
        private final String measurement;
        private final Duration age;
        private long lastTime = Long.MIN_VALUE;

        Writer(String bucket, String measurement, Duration age) {
            this.bucket = bucket;
            this.measurement = measurement;
            this.age = age;
        }

        @Override
        public void writeRecords(List<String> records) {
            long now = EpochNanos.of(Instant.now().minus(age));
            lastTime = Math.max(lastTime, now - records.size());
            StringBuilder lines = new StringBuilder();
            for (String record : records) {
                lastTime++;
                lines.append(measurement).append(" record=\"").append(record).append("\" ");
                lines.append(lastTime).append('\n');
            }
            influxdb().server().writeLineProtocol(bucket, lines.toString());
        }

        @Override
        public void close() {}
    }
}
