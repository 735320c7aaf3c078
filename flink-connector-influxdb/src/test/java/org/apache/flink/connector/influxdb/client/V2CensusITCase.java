/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the points are, as InfluxDB 2.x tells it through InfluxQL. */
class V2CensusITCase extends CensusContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    V2CensusITCase() {
        super(INFLUXDB, QueryLanguage.INFLUXQL);
    }

    @Override
    InfluxDBClient newClient() {
        return ReadSupport.client(INFLUXDB.server());
    }
}
