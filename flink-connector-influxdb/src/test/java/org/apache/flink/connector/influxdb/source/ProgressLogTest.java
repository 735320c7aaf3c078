/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLogTest {

    private final List<String> lines = new ArrayList<>();
    private long now = 42;
    private final ProgressLog log = new ProgressLog(() -> now, lines::add);

    @Test
    void testLineSaysHowFarAndHowFast() {
        now += TimeUnit.SECONDS.toNanos(4);
        log.write(1_000_000, 2, 1_767_571_200_000_000_000L);
        now += TimeUnit.SECONDS.toNanos(2);
        log.write(2_000_000, 1, 1_767_574_800_000_000_000L);

        assertThat(lines)
                .containsExactly(
                        "Read 1,000,000 rows so far, the last 1,000,000 at 250,000 rows/s; open"
                                + " splits: 2, read up to 2026-01-05T00:00:00Z",
                        "Read 2,000,000 rows so far, the last 1,000,000 at 500,000 rows/s; open"
                                + " splits: 1, read up to 2026-01-05T01:00:00Z");
    }
}
