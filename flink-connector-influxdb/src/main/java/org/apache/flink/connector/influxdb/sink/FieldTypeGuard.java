/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import java.time.Duration;
import java.util.Locale;

/**
 * Compares the types of fields with the server's. Servers do so themselves, but for each shard
 * alone: a point of another type that begins a shard is taken, and from then on the field has two
 * types, which many queries do not survive.
 */
final class FieldTypeGuard {

    /** How old the types may be by which a point is rejected. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** How old they may be otherwise, once there is a hint that they changed. */
    static final Duration RECENT = Duration.ofMinutes(1);

    private final TypeGuard mode;
    private final BucketFacts<FieldTypes> facts;
    private final GuardMetrics metrics;

    /**
     * A guard.
     *
     * @param mode what it does, not {@link TypeGuard#OFF}
     */
    FieldTypeGuard(TypeGuard mode, BucketFacts<FieldTypes> facts, GuardMetrics metrics) {
        this.mode = mode;
        this.facts = facts;
        this.metrics = metrics;
    }

    Verdict check(String bucket, Point point) throws InterruptedException {
        FieldTypes types = facts.known(bucket, point.measurement());
        if (types == null) {
            return Verdict.PASS;
        }
        int other = types.firstOther(point);
        if (other >= 0) {
            return compare(bucket, point, types);
        }
        if (other == FieldTypes.NONE_OF_THE_LISTED) {
            // It may have been written since, by us or by others.
            facts.refresh(bucket, point.measurement(), RECENT);
        }
        return Verdict.PASS;
    }

    private Verdict compare(String bucket, Point point, FieldTypes known)
            throws InterruptedException {
        Point candidate = widened(point, known);
        if (known.firstOther(candidate) < 0) {
            facts.refresh(bucket, point.measurement(), RECENT);
            return replacedBy(candidate, point);
        }
        FieldTypes types = facts.fresh(bucket, point.measurement(), FRESH);
        if (types == null) {
            return Verdict.PASS;
        }
        candidate = widened(point, types);
        int other = types.firstOther(candidate);
        return other < 0
                ? replacedBy(candidate, point)
                : Verdict.refused(Category.TYPE_CONFLICT, reason(bucket, candidate, other, types));
    }

    private Point widened(Point point, FieldTypes types) {
        return mode == TypeGuard.COERCE ? types.widened(point) : point;
    }

    private Verdict replacedBy(Point candidate, Point point) {
        if (candidate == point) {
            return Verdict.PASS;
        }
        metrics.coerced();
        return Verdict.replaced(candidate);
    }

    private String reason(String bucket, Point point, int field, FieldTypes types) {
        ColumnType here = FieldTypes.typeOf(point.fieldValue(field));
        ColumnType there = types.of(point.fieldKey(field));
        return "Field '"
                + point.fieldKey(field)
                + "' of measurement '"
                + point.measurement()
                + "' is of type "
                + name(here)
                + ", and bucket '"
                + bucket
                + "' has it as "
                + name(there)
                + ", by SHOW FIELD KEYS just now. Write it as "
                + name(there)
                + advice(here, there);
    }

    private String advice(ColumnType here, ColumnType there) {
        boolean isWidening =
                there == ColumnType.FLOAT
                        && (here == ColumnType.INTEGER || here == ColumnType.UNSIGNED);
        if (isWidening && mode == TypeGuard.COERCE) {
            return "; this number is not exact as a float, so that sink.type-guard = 'coerce'"
                    + " leaves it alone";
        }
        return isWidening
                ? ", or set sink.type-guard to 'coerce', which does it where it is exact"
                : ", or set sink.type-guard to 'off' if its type is to change from one shard to"
                        + " the next";
    }

    private static String name(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
