/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;

/**
 * Thousands of {@link TailHistory}.
 *
 * <p>{@code -Dinfluxdb.tail.histories=1000000} runs more of them, {@code
 * -Dinfluxdb.tail.seed=12345} begins with another seed than 0.
 */
class TailHistoriesTest {

    private static final int HISTORIES = Integer.getInteger("influxdb.tail.histories", 2_000);
    private static final long FIRST_SEED = Long.getLong("influxdb.tail.seed", 0);

    @Test
    void testEachChangeWithinTheWindowComesExactlyOnce() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            new TailHistory(seed, SimulatedInfluxDB::new).run();
        }
    }
}
