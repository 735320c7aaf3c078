/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of InfluxDB 1.8, read through Flux. */
class InfluxDBTableV1FluxITCase extends InfluxDBTableContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1_FLUX);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    String language() {
        return "flux";
    }
}
