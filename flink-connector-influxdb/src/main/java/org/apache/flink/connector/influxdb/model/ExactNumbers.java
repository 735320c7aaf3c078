/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.Internal;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Whether a number survives being held as another type. */
@Internal
public final class ExactNumbers {

    /** 2^63, the first double that no long can hold. */
    private static final double BEYOND_LONG = 0x1p63;

    private ExactNumbers() {}

    /**
     * Whether a floating number is an integer exactly.
     *
     * @param integer a Long or a BigInteger
     * @param widened finite; what the integer became as a float or a double
     */
    public static boolean isExact(Number integer, double widened) {
        if (integer instanceof Long) {
            return widened < BEYOND_LONG && (long) widened == integer.longValue();
        }
        return new BigDecimal(widened).compareTo(new BigDecimal((BigInteger) integer)) == 0;
    }
}
