/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The metrics that docs/sink.md lists are those that the sink has. */
class SinkDocumentationTest {

    @Test
    void testEveryMetricIsDocumentedAndEveryDocumentedMetricExists() throws IOException {
        String page = Files.readString(Path.of("../docs/sink.md"));
        String metrics = page.substring(page.indexOf("\n## Metrics\n"), page.indexOf("\n## Order"));
        List<String> documented =
                Pattern.compile("(?m)^\\| `(\\w+)`")
                        .matcher(metrics)
                        .results()
                        .map((MatchResult row) -> row.group(1))
                        .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(SinkMetric.values()).map(SinkMetric::metricName).toList());
    }
}
