/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.TimeBounds;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Instant;

/** Jobs from the source to a sink that throws rows away, on one cluster inside this JVM. */
final class ReadJob implements AutoCloseable {

    private final LocalCluster cluster;

    private ReadJob(LocalCluster cluster) {
        this.cluster = cluster;
    }

    static ReadJob onNewCluster() throws Exception {
        return new ReadJob(LocalCluster.start());
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
        StreamExecutionEnvironment environment = LocalCluster.environment(parallelism);
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "influxdb")
                .sinkTo(new DiscardingSink<>());
        DiscardingSink.reset(hook);
        cluster.run(environment);
        return DiscardingSink.rows();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
