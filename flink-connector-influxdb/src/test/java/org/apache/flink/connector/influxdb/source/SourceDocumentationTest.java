/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The metrics that docs/source.md lists are those that the source has. */
class SourceDocumentationTest {

    @Test
    void testEveryMetricIsDocumentedAndEveryDocumentedMetricExists() throws IOException {
        String page = Files.readString(Path.of("../docs/source.md"));
        int start = page.indexOf("\n## Metrics\n");
        String metrics = page.substring(start, page.indexOf("\n## ", start + 1));
        List<String> documented =
                Pattern.compile("(?m)^\\| `(\\w+)`")
                        .matcher(metrics)
                        .results()
                        .map((MatchResult row) -> row.group(1))
                        .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(SourceMetric.values())
                                .map(SourceMetric::metricName)
                                .toList());
    }
}
