/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans and reads of InfluxDB 2.x where InfluxQL cannot be used, not even to count. */
class PlannedReadsV2FluxOnlyITCase extends PlannedReadsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    QueryLanguage language() {
        return QueryLanguage.FLUX;
    }

    /** The endpoint of InfluxQL does not take a token of the scheme Bearer. */
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
