/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

class InfluxDBSourceFaultsV1ITCase extends InfluxDBSourceFaultsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.dedicated(ServerKind.V1_FLUX);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }
}
