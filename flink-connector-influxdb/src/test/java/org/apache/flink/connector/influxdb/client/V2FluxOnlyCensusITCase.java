/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where the points are, as InfluxDB 2.x tells it where InfluxQL cannot be used: {@code /query} does
 * not take a token of the scheme Bearer.
 */
class V2FluxOnlyCensusITCase extends CensusContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    V2FluxOnlyCensusITCase() {
        super(INFLUXDB, QueryLanguage.FLUX);
    }

    @Override
    InfluxDBClient newClient() {
        return InfluxDBClient.create(
                InfluxDBConnectionOptions.builder()
                        .url(INFLUXDB.server().url())
                        .organization(INFLUXDB.server().organization())
                        .authentication(Authentication.bearer(INFLUXDB.server().token()))
                        .build());
    }
}
