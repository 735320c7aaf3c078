/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

class TailV1FluxITCase extends TailContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1_FLUX);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    QueryLanguage language() {
        return QueryLanguage.FLUX;
    }
}
