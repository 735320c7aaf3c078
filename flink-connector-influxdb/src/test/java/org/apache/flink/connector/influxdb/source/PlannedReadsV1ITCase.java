/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans and reads of InfluxDB 1.8 in InfluxQL. */
class PlannedReadsV1ITCase extends PlannedReadsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    QueryLanguage language() {
        return QueryLanguage.INFLUXQL;
    }
}
