/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ConfigOption;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The options that docs/sql.md lists are those that the factory takes. */
class SqlDocumentationTest {

    private static final Pattern KEY = Pattern.compile("`([a-z0-9.-]+)`");

    @Test
    void testEveryOptionIsDocumentedAndEveryDocumentedOptionExists() throws IOException {
        InfluxDBDynamicTableFactory factory = new InfluxDBDynamicTableFactory();
        Set<String> options =
                Stream.concat(
                                factory.requiredOptions().stream(),
                                factory.optionalOptions().stream())
                        .map(ConfigOption::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        // Which connector it is, and the other name of the bucket, are no options of the factory.
        options.add("connector");
        options.add("database");

        assertThat(documentedOptions()).containsExactlyElementsOf(options);
    }

    /** What stands in the first column of the tables below the heading "Options". */
    private static Set<String> documentedOptions() throws IOException {
        String page = Files.readString(Path.of("../docs/sql.md"));
        int start = page.indexOf("\n## Options\n");
        int end = page.indexOf("\n## ", start + 1);
        Set<String> keys = new TreeSet<>();
        for (String line : page.substring(start, end).split("\n")) {
            if (line.startsWith("| `")) {
                Matcher key = KEY.matcher(line.split("\\|")[1]);
                while (key.find()) {
                    keys.add(key.group(1));
                }
            }
        }
        return keys;
    }
}
