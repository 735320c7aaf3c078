/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.util.List;
import java.util.StringJoiner;

/** Regular expressions as Go's {@code regexp} reads them, which servers use in both languages. */
final class GoRegex {

    private static final String META = "\\.+*?()|[]{}^$";

    private GoRegex() {}

    /** Matches these texts and nothing else. */
    static String anyOf(List<String> texts) {
        StringJoiner any = new StringJoiner("|", "^(?:", ")$");
        texts.forEach(text -> any.add(quote(text)));
        return any.toString();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\0' -> quoted.append("\\x00");
                default -> {
                    if (META.indexOf(c) >= 0) {
                        quoted.append('\\');
                    }
                    quoted.append(c);
                }
            }
        }
        return quoted.toString();
    }
}
