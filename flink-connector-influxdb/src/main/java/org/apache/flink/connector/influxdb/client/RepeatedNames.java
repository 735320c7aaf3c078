/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import javax.annotation.Nullable;

import java.util.Arrays;

/**
 * Writes names by a rule, and those that come again from memory: points of one kind have the very
 * same strings as keys, in the same order. Which is a third of an encoder's work. Not safe for
 * threads.
 */
final class RepeatedNames {

    private static final int MAX_POSITIONS = 256;
    private static final int MAX_LENGTH = 128;

    private final NameRule rule;
    private String[] last = new String[8];
    private byte[][] remembered = new byte[8][];

    RepeatedNames(NameRule rule) {
        this.rule = rule;
    }

    /**
     * Writes a name.
     *
     * @param position among the names of the point
     * @return null, or why the name cannot be carried; the buffer then holds a part of it
     */
    @Nullable
    @SuppressWarnings("StringEquality")
    String append(int position, String name, LineBuffer out) {
        // Comparing the letters would cost as much as writing them.
        boolean isSame = position < last.length && last[position] == name;
        if (isSame && remembered[position] != null) {
            out.put(remembered[position]);
            return null;
        }
        int start = out.size();
        String refusal = rule.append(name, out);
        if (refusal == null) {
            remember(position, name, isSame, out, start);
        }
        return refusal;
    }

    /** Only what came twice is copied, so that changing names make no garbage. */
    private void remember(int position, String name, boolean isSame, LineBuffer out, int start) {
        if (position >= MAX_POSITIONS) {
            return;
        }
        if (position >= last.length) {
            last = Arrays.copyOf(last, 2 * last.length);
            remembered = Arrays.copyOf(remembered, 2 * remembered.length);
        }
        last[position] = name;
        remembered[position] = null;
        // The rule is to see each name with a backslash.
        if (isSame && out.size() - start <= MAX_LENGTH && name.indexOf('\\') < 0) {
            remembered[position] = Arrays.copyOfRange(out.array(), start, out.size());
        }
    }
}
