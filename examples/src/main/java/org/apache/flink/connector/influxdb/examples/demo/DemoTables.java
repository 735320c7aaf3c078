/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import java.util.List;

/** The tables of the demo, as a user would declare them. */
final class DemoTables {

    static final String HOURLY = "machine_hourly";

    private DemoTables() {}

    /** Statements that declare the tables over a bucket. */
    static List<String> ddl(InfluxDBServer server, String bucket) {
        return List.of(
                """
                CREATE TABLE machine (
                  `time`    TIMESTAMP_LTZ(3) NOT NULL,
                  host      STRING NOT NULL,
                  region    STRING,
                  `usage`   DOUBLE,
                  requests  BIGINT,
                  healthy   BOOLEAN,
                  state     STRING,
                  PRIMARY KEY (`time`, host) NOT ENFORCED
                ) WITH (%s,
                  'tag.columns' = 'host;region'
                )"""
                        .formatted(connection(server, bucket)),
                """
                CREATE TABLE machine_hourly (
                  `time`    TIMESTAMP_LTZ(3) NOT NULL,
                  host      STRING NOT NULL,
                  region    STRING NOT NULL,
                  readings  BIGINT,
                  mean      DOUBLE,
                  peak      DOUBLE,
                  requests  BIGINT,
                  PRIMARY KEY (`time`, host, region) NOT ENFORCED
                ) WITH (%s
                )"""
                        .formatted(connection(server, bucket)));
    }

    private static String connection(InfluxDBServer server, String bucket) {
        String options =
                "\n  'connector' = 'influxdb',\n  'url' = '%s',\n  'bucket' = '%s'"
                        .formatted(server.url(), bucket);
        return server.token().isEmpty()
                ? options
                : options
                        + ",\n  'org' = '%s',\n  'token' = '%s'"
                                .formatted(server.organization(), server.token());
    }
}
