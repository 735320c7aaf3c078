/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the sink asks of its server when it begins.
 *
 * @param version which generation it is, on which the bytes of a point depend
 * @param clockDifference by how many milliseconds its clock is before ours, if that was asked for
 *     and answered
 */
record ServerFacts(InfluxDBVersion version, OptionalLong clockDifference) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerFacts.class);

    /** What a server's clock may be off before it is worth a warning. */
    private static final long TOLERATED_MILLIS = 10_000;

    /** The server says whole seconds, and rounds down. */
    private static final long HALF_A_SECOND = 500;

    /**
     * Asks a server; waits for its answer.
     *
     * @param client knows the server
     * @param withClock whether the clock is asked for
     * @param clock ours, in milliseconds since 1970
     * @throws InfluxDBException if the server does not say which it is, or is of the wrong kind
     */
    static ServerFacts ask(InfluxDBClient client, boolean withClock, LongSupplier clock)
            throws InfluxDBException {
        InfluxDBVersion version = client.server().version();
        return new ServerFacts(
                version, withClock ? clockDifference(client, clock) : OptionalLong.empty());
    }

    private static OptionalLong clockDifference(InfluxDBClient client, LongSupplier clock) {
        try {
            long before = clock.getAsLong();
            long server = client.serverTime().toEpochMilli() + HALF_A_SECOND;
            long ours = before + (clock.getAsLong() - before) / 2;
            long difference = server - ours;
            if (Math.abs(difference) > TOLERATED_MILLIS) {
                LOG.warn(
                        "The clock of the server is {} ms {} ours. Retention and queries for the"
                                + " last minutes go by the server's clock: correct one of them.",
                        Math.abs(difference),
                        difference > 0 ? "before" : "behind");
            }
            return OptionalLong.of(difference);
        } catch (InfluxDBException e) {
            LOG.warn("The server's clock is not compared with ours: {}", e.getMessage());
            return OptionalLong.empty();
        }
    }
}
