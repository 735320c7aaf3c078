/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every string of one to four characters over the alphabet that means something in line protocol,
 * at every position, against the table of what the servers were seen to read back.
 */
class NameRuleTest {

    private static final String ALPHABET = "a\\ ,=\"\n\t\r#";

    private static final List<String> STRINGS = strings(4);

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void tags(InfluxDBVersion version) {
        assertTable(NameRule.tag(version), text -> tag(version, text));
    }

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void fieldKeys(InfluxDBVersion version) {
        assertTable(NameRule.fieldKey(version), text -> fieldKey(version, text));
    }

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void measurements(InfluxDBVersion version) {
        assertTable(NameRule.measurement(version), text -> measurement(version, text));
    }

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void stringValues(InfluxDBVersion version) {
        assertTable(
                NameRule.stringValue(),
                text -> Optional.of(text.replace("\\", "\\\\").replace("\"", "\\\"")));
    }

    private static Optional<String> tag(InfluxDBVersion version, String text) {
        boolean third = version == InfluxDBVersion.V3;
        if (text.contains("\n") || text.endsWith("\\") || third && text.contains("\t")) {
            return Optional.empty();
        }
        return Optional.of(escape(third ? text.replace("\\", "\\\\") : text, ",= "));
    }

    private static Optional<String> fieldKey(InfluxDBVersion version, String text) {
        boolean first = version != InfluxDBVersion.V3;
        return first && (text.startsWith("\t") || isBackslashBeforeDelimiter(text))
                ? Optional.empty()
                : tag(version, text);
    }

    private static Optional<String> measurement(InfluxDBVersion version, String text) {
        boolean third = version == InfluxDBVersion.V3;
        if (text.startsWith("#")
                || !third && (text.startsWith("\t") || isBackslashBeforeDelimiter(text))
                || tag(version, text).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(escape(third ? text.replace("\\", "\\\\") : text, ", "));
    }

    private static boolean isBackslashBeforeDelimiter(String text) {
        return List.of("\\,", "\\=", "\\ ", "\\\"").stream().anyMatch(text::contains);
    }

    private static String escape(String text, String characters) {
        String escaped = text;
        for (char c : characters.toCharArray()) {
            escaped = escaped.replace(String.valueOf(c), "\\" + c);
        }
        return escaped;
    }

    private static void assertTable(NameRule rule, Function<String, Optional<String>> table) {
        LineBuffer buffer = new LineBuffer();
        List<String> wrong = new ArrayList<>();
        for (String text : STRINGS) {
            buffer.clear();
            String refusal = rule.append(text, buffer);
            Optional<String> written =
                    refusal == null
                            ? Optional.of(new String(buffer.toByteArray(), StandardCharsets.UTF_8))
                            : Optional.empty();
            if (!written.equals(table.apply(text))) {
                wrong.add(text + " -> " + written + ", but the table says " + table.apply(text));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(STRINGS).hasSize(11_110);
    }

    private static List<String> strings(int maxLength) {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int length = 1; length <= maxLength; length++) {
            List<String> next = new ArrayList<>();
            for (String start : last) {
                ALPHABET.chars().forEach(c -> next.add(start + (char) c));
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }
}
