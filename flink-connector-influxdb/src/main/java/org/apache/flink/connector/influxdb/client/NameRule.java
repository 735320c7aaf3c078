/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import javax.annotation.Nullable;

/**
 * How a text is written at one position of a line for one family of servers, and which texts cannot
 * be written there. The rules are what the servers were seen to read back, for every short string
 * over the characters that mean something in line protocol; the documentation says otherwise in
 * places.
 */
final class NameRule {

    private static final byte PLAIN = 0;
    private static final byte ESCAPED = 1;
    private static final byte REFUSED = 2;
    private static final byte REFUSED_IN_FRONT = 3;
    private static final byte BACKSLASH = 4;

    private final byte[] classes = new byte[128];
    private final boolean backslashDoubled;
    private final boolean trailingBackslash;
    // A backslash before one of these cannot be told from an escape, or hides the delimiter.
    private final String notAfterBackslash;

    private boolean sawBackslash;

    private NameRule(
            String escaped,
            String refused,
            String refusedInFront,
            boolean backslashDoubled,
            boolean trailingBackslash,
            String notAfterBackslash) {
        set(escaped, ESCAPED);
        set(refusedInFront, REFUSED_IN_FRONT);
        set(refused, REFUSED);
        classes['\\'] = BACKSLASH;
        this.backslashDoubled = backslashDoubled;
        this.trailingBackslash = trailingBackslash;
        this.notAfterBackslash = notAfterBackslash;
    }

    private void set(String characters, byte type) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] = type;
        }
    }

    static NameRule measurement(InfluxDBVersion version) {
        return version.isBackslashDoubled()
                ? new NameRule(", ", "\n\t\0", "#", true, false, "")
                // These servers skip blanks, tabs and NULs before a name.
                : new NameRule(", ", "\n", "#\t\0", false, false, ",= \"");
    }

    static NameRule tag(InfluxDBVersion version) {
        return version.isBackslashDoubled()
                ? new NameRule(",= ", "\n\t", "", true, false, "")
                : new NameRule(",= ", "\n", "", false, false, "");
    }

    static NameRule fieldKey(InfluxDBVersion version) {
        return version.isBackslashDoubled()
                ? new NameRule(",= ", "\n\t", "", true, false, "")
                // 2.9.1 and 1.8.10 die of a field key that ends in a backslash, followed by a
                // string with an equals sign: models.StringValue panics outside any recover.
                : new NameRule(",= ", "\n", "\t\0", false, false, ",= \"");
    }

    /** A string value, within its quotes. Every text can be carried. */
    static NameRule stringValue() {
        return new NameRule("\"", "", "", true, true, "");
    }

    /** Whether a text since the last call held a backslash. */
    boolean sawBackslash() {
        boolean saw = sawBackslash;
        sawBackslash = false;
        return saw;
    }

    /**
     * Writes the text.
     *
     * @return null, or why the text cannot be carried; the buffer then holds a part of it
     */
    @Nullable
    String append(String text, LineBuffer out) {
        int length = text.length();
        // Three bytes at most for each char: a pair of surrogates makes four, an escape two.
        byte[] array = out.withRoom(Math.multiplyExact(3, length));
        int at = out.size();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                byte type = classes[c];
                if (type != PLAIN) {
                    String refusal = type == ESCAPED ? null : refusal(type, text, i);
                    if (refusal != null) {
                        return refusal;
                    }
                    sawBackslash |= type == BACKSLASH;
                    if (type == ESCAPED || type == BACKSLASH && backslashDoubled) {
                        array[at++] = '\\';
                    }
                }
                array[at++] = (byte) c;
            } else if (c < 0x800) {
                array[at++] = (byte) (0xc0 | c >> 6);
                array[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                array[at++] = (byte) (0xe0 | c >> 12);
                array[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                array[at++] = (byte) (0x80 | c & 0x3f);
            } else {
                int next = i + 1;
                if (Character.isLowSurrogate(c)
                        || next == length
                        || !Character.isLowSurrogate(text.charAt(next))) {
                    return "holds half of a surrogate pair, which is no character";
                }
                int point = Character.toCodePoint(c, text.charAt(next));
                array[at++] = (byte) (0xf0 | point >> 18);
                array[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                array[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                array[at++] = (byte) (0x80 | point & 0x3f);
                i = next;
            }
        }
        out.advanceTo(at);
        return null;
    }

    @Nullable
    private String refusal(byte type, String text, int at) {
        char c = text.charAt(at);
        switch (type) {
            case REFUSED:
                return c == '\n'
                        ? "holds a line feed, which would begin another point"
                        : "holds " + nameOf(c) + ", which this server cannot carry here";
            case REFUSED_IN_FRONT:
                return at > 0
                        ? null
                        : c == '#'
                                ? "begins with '#', which would make the line a comment"
                                : "begins with " + nameOf(c) + ", which the server would drop";
            case BACKSLASH:
                if (trailingBackslash) {
                    return null;
                }
                if (at == text.length() - 1) {
                    return "ends in a backslash, which would hide what follows";
                }
                return notAfterBackslash.indexOf(text.charAt(at + 1)) >= 0
                        ? "holds a backslash before "
                                + nameOf(text.charAt(at + 1))
                                + ", which this server cannot tell from an escape"
                        : null;
            default:
                throw new IllegalStateException("Class " + type);
        }
    }

    private static String nameOf(char c) {
        return switch (c) {
            case '\t' -> "a tab";
            case '\0' -> "a NUL";
            case ' ' -> "a space";
            default -> "'" + c + "'";
        };
    }
}
