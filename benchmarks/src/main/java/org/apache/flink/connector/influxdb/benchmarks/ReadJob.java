/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.TimeBounds;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Instant;

/** Jobs from the source to a sink that throws rows away, on one cluster inside this JVM. */
final class ReadJob implements AutoCloseable {

    private static final int SLOTS = 2;

    private final MiniCluster cluster;

    private ReadJob(MiniCluster cluster) {
        this.cluster = cluster;
    }

    static ReadJob onNewCluster() throws Exception {
        Configuration configuration = new Configuration();
        // Another cluster may run beside this one.
        configuration.set(RestOptions.BIND_PORT, "0");
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(SLOTS)
                                .build());
        cluster.start();
        return new ReadJob(cluster);
    }

    /** The source as a user would make it. */
    static InfluxDBSource<Reading> source(
            InfluxDBConnectionOptions connection,
            String bucket,
            DataSet data,
            TimeRange range,
            QueryLanguage language,
            int openSplits) {
        return InfluxDBSource.<Reading>builder()
                .setConnection(connection)
                .setBucket(bucket)
                .setMeasurement(data.measurement())
                .setQueryLanguage(language)
                .setStartingTime(TimeBounds.at(Instant.ofEpochSecond(0, range.start())))
                .setBounded(TimeBounds.at(Instant.ofEpochSecond(0, range.stop())))
                .setMaxOpenSplits(openSplits)
                .setDeserializer(Reading.of(data.fieldNames()))
                .setProducedType(TypeInformation.of(Reading.class))
                .build();
    }

    /** Runs a job to its end and returns how many rows came. */
    long run(InfluxDBSource<Reading> source, int parallelism, DiscardingSink.RowHook hook)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        // Else Flink copies each record between source and sink, which would be measured too.
        environment.getConfig().enableObjectReuse();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "influxdb")
                .sinkTo(new DiscardingSink<>());
        DiscardingSink.reset(hook);
        cluster.executeJobBlocking(environment.getStreamGraph().getJobGraph());
        return DiscardingSink.rows();
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
