/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Random histories over InfluxDB 1.8, read through InfluxQL. */
class ExactlyOnceV1InfluxQlITCase extends ExactlyOnceContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    ExactlyOnceV1InfluxQlITCase() {
        super(INFLUXDB, QueryLanguage.INFLUXQL);
    }
}
