/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Random histories over InfluxDB 2.x, read through Flux. */
class ExactlyOnceV2FluxITCase extends ExactlyOnceContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    ExactlyOnceV2FluxITCase() {
        super(INFLUXDB, QueryLanguage.FLUX);
    }
}
