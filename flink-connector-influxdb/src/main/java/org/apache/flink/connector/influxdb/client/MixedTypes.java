/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;

import javax.annotation.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the stored value of a field that has several types, from what InfluxQL's casts make of it.
 *
 * <p>A field has one type per shard, but several over time. {@code f::string} and {@code
 * f::boolean} answer for points of that very type only. The numeric casts answer for each number,
 * converted: {@code f::float} rounds 9007199254740993, {@code f::integer} cuts 1.5 to 1, {@code
 * f::unsigned} wraps -3. So where a field has two numeric types or more, all numeric casts are
 * asked for, and this class tells which of them is the number itself. Seen on 1.8.10 and 2.9.1.
 *
 * <p>Only the type of a number that is the same in two types (2 and 2.0) can stay open, and only in
 * a range that has shards of both types; it is then given in the declared type.
 */
final class MixedTypes {

    private static final double TWO_TO_63 = 0x1p63;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final ColumnType declared;
    private final Set<ColumnType> types;
    private final List<Cast> casts = new ArrayList<>();
    private final boolean numbersDiffer;

    /** What is selected of the field: plain, or with a cast. */
    enum Cast {
        /** The strongest type of all shards in the range: float, integer, unsigned. */
        PLAIN("field"),
        FLOAT("float"),
        INTEGER("integer"),
        UNSIGNED("unsigned"),
        STRING("string"),
        BOOLEAN("boolean");

        private final String keyword;

        Cast(String keyword) {
            this.keyword = keyword;
        }

        String keyword() {
            return keyword;
        }
    }

    /**
     * A field.
     *
     * @param declared the type to prefer
     * @param types all types that the server lists for the field, at least two
     */
    MixedTypes(ColumnType declared, Set<ColumnType> types) {
        this.declared = declared;
        this.types = types;
        boolean isFloat = types.contains(ColumnType.FLOAT);
        boolean isInteger = types.contains(ColumnType.INTEGER);
        boolean isUnsigned = types.contains(ColumnType.UNSIGNED);
        int numbers = (isFloat ? 1 : 0) + (isInteger ? 1 : 0) + (isUnsigned ? 1 : 0);
        this.numbersDiffer = numbers > 1;
        if (numbersDiffer) {
            casts.add(Cast.PLAIN);
        }
        if (isFloat || numbersDiffer) {
            casts.add(Cast.FLOAT);
        }
        if (isInteger) {
            casts.add(Cast.INTEGER);
        }
        if (isUnsigned) {
            casts.add(Cast.UNSIGNED);
        }
        if (types.contains(ColumnType.STRING)) {
            casts.add(Cast.STRING);
        }
        if (types.contains(ColumnType.BOOLEAN)) {
            casts.add(Cast.BOOLEAN);
        }
    }

    /** What to select, in this order. */
    List<Cast> casts() {
        return casts;
    }

    /**
     * What to count, so that each value counts once. A numeric cast answers for every number; it is
     * the first one, or there is none.
     */
    List<Cast> countedCasts() {
        List<Cast> counted = new ArrayList<>();
        for (Cast cast : casts) {
            boolean isNumber = cast != Cast.STRING && cast != Cast.BOOLEAN;
            if (cast != Cast.PLAIN && (!isNumber || counted.isEmpty())) {
                counted.add(cast);
            }
        }
        return counted;
    }

    /**
     * The stored value.
     *
     * @param wire the row as it came
     * @param from where in it the first of {@link #casts} stands
     */
    @Nullable
    Object merge(Object[] wire, int from) {
        Double asFloat = null;
        Long asInteger = null;
        BigInteger asUnsigned = null;
        boolean hasFloats = types.contains(ColumnType.FLOAT);
        for (int i = 0; i < casts.size(); i++) {
            Object value = wire[from + i];
            if (value == null) {
                continue;
            }
            switch (casts.get(i)) {
                // A plain integer means that no shard of the range holds floats.
                case PLAIN -> hasFloats &= value instanceof Double;
                case FLOAT -> asFloat = (Double) value;
                case INTEGER -> asInteger = (Long) value;
                case UNSIGNED -> asUnsigned = (BigInteger) value;
                default -> {
                    return value;
                }
            }
        }
        if (!numbersDiffer) {
            return asFloat != null ? asFloat : asInteger != null ? asInteger : asUnsigned;
        }
        return asFloat == null ? null : number(asFloat, asInteger, asUnsigned, hasFloats);
    }

    private Object number(
            double asFloat,
            @Nullable Long asInteger,
            @Nullable BigInteger asUnsigned,
            boolean hasFloats) {
        Object whole = whole(asFloat, asInteger, asUnsigned);
        if (!hasFloats) {
            return whole;
        }
        boolean isNegativeZero = asFloat == 0 && 1 / asFloat < 0;
        if (asFloat != Math.rint(asFloat) || isNegativeZero) {
            return asFloat;
        }
        BigInteger exact = new BigDecimal(asFloat).toBigInteger();
        if (!exact.equals(wide(whole))) {
            // Either an integer that no double can hold, then rounding it gives the float, or a
            // float that no integer can hold.
            return wide(whole).doubleValue() == asFloat ? whole : (Object) asFloat;
        }
        return declared == ColumnType.INTEGER || declared == ColumnType.UNSIGNED
                ? whole
                : (Object) asFloat;
    }

    /** The number if it is an integer: its sign shows in the float, which never wraps. */
    private Object whole(
            double asFloat, @Nullable Long asInteger, @Nullable BigInteger asUnsigned) {
        if (asUnsigned == null) {
            return asInteger;
        }
        if (asInteger == null) {
            return asUnsigned;
        }
        boolean needsUnsigned = asFloat >= TWO_TO_63 && asInteger < 0;
        if (asFloat < 0 || (!needsUnsigned && declared != ColumnType.UNSIGNED)) {
            return asInteger;
        }
        return asUnsigned;
    }

    private static BigInteger wide(Object whole) {
        return whole instanceof BigInteger unsigned
                ? unsigned.mod(TWO_TO_64)
                : BigInteger.valueOf((Long) whole);
    }
}
