/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.testframe.TestResource;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Flink's own suite for sinks: plain writes, savepoints, rescaling, metrics. It asks for exactly
 * once, since a point that is written again overwrites itself.
 */
abstract class InfluxDBSinkSuiteContract extends SinkTestSuiteBase<String> {

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

    /** A bucket for one test, in which each record is a point of a series of its own. */
    private final class Context implements DataStreamSinkV2ExternalContext<String> {

        private final String bucket;

        Context(String bucket) {
            this.bucket = bucket;
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            return InfluxDBSink.<String>builder()
                    .setConnection(new SinkServer(influxdb().server()).connection().build())
                    .setBucket(bucket)
                    .setSerializer(
                            InfluxDBSerializationSchema.of(
                                    record ->
                                            Point.measurement("suite")
                                                    .tag("record", record)
                                                    .field("record", record)
                                                    .time(1)))
                    .setMaxBatchSize(7)
                    .setMaxTimeInBuffer(Duration.ofMillis(200))
                    .build();
        }

        @Override
        public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
            return new Reader(bucket);
        }

        @Override
        public List<String> generateTestData(TestingSinkSettings settings, long seed) {
            return IntStream.range(0, 100).mapToObj(i -> seed + " " + i).toList();
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

    /** Hands out everything in the bucket once, from the beginning. */
    private final class Reader implements ExternalSystemDataReader<String> {

        private final String bucket;
        private final Set<String> seen = new HashSet<>();

        Reader(String bucket) {
            this.bucket = bucket;
        }

        @Override
        public List<String> poll(Duration timeout) {
            List<String> fresh = new ArrayList<>();
            SinkServer server = new SinkServer(influxdb().server());
            for (List<String> row : server.rows(bucket, "SELECT record::field FROM suite")) {
                if (seen.add(row.get(0))) {
                    fresh.add(row.get(0));
                }
            }
            return fresh;
        }

        @Override
        public void close() {}
    }
}
