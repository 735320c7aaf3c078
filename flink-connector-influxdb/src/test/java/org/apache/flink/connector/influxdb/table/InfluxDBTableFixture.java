/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.extension.RegisterExtension;

/** A Flink cluster, and a bucket of some server for each test. */
abstract class InfluxDBTableFixture {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    static final String CPU = "`time` TIMESTAMP_LTZ(9), host STRING, `usage` DOUBLE, n BIGINT";

    static final String KEY = ", PRIMARY KEY (host, `time`) NOT ENFORCED";

    /** The server and its buckets. */
    abstract InfluxDBExtension influxdb();

    /** The value of {@code scan.query.language}. */
    abstract String language();

    final InfluxDBServer server() {
        return influxdb().server();
    }

    final TableJobs jobs() {
        return TableJobs.batch(server(), influxdb().newBucket(), language());
    }

    final void write(TableJobs jobs, String... lines) {
        server().writeLineProtocol(jobs.bucket(), String.join("\n", lines));
    }
}
