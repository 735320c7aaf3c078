/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what the planner asks to be filtered into what the server can filter: ranges of the time,
 * and tags that have one of some values. A condition is handed over to the server only if it means
 * the very same there; if it only narrows, Flink filters as well; all else stays with Flink.
 *
 * <p>A tag that a point does not have is NULL in SQL, and no comparison with NULL is true; the
 * server agrees that such a point does not have the value. A tag never is the empty string, so that
 * comparisons with it stay with Flink.
 */
final class PredicateConverter {

    private static final Map<FunctionDefinition, TimeCondition.Operator> OPERATORS =
            Map.of(
                    BuiltInFunctionDefinitions.EQUALS, TimeCondition.Operator.EQUAL,
                    BuiltInFunctionDefinitions.LESS_THAN, TimeCondition.Operator.LESS,
                    BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL,
                            TimeCondition.Operator.LESS_OR_EQUAL,
                    BuiltInFunctionDefinitions.GREATER_THAN, TimeCondition.Operator.GREATER,
                    BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL,
                            TimeCondition.Operator.GREATER_OR_EQUAL);

    private final TableMapping mapping;
    private final ZoneId sessionZone;
    private final boolean isUnbounded;

    private final List<ResolvedExpression> accepted = new ArrayList<>();
    private final List<ResolvedExpression> remaining = new ArrayList<>();
    private final List<Predicate> predicates = new ArrayList<>();
    private TimeCondition time = TimeCondition.ALL;

    private PredicateConverter(TableMapping mapping, ZoneId sessionZone, boolean isUnbounded) {
        this.mapping = mapping;
        this.sessionZone = sessionZone;
        this.isUnbounded = isUnbounded;
    }

    /** What the planner is told, and what the server is asked. */
    record Converted(SupportsFilterPushDown.Result result, PushedFilters pushed) {}

    /**
     * Converts conditions that are joined by AND.
     *
     * @param sessionZone in which the planner compares a TIMESTAMP_LTZ with a TIMESTAMP
     * @param isUnbounded whether reading never ends: Flink then leaves out what is too late itself
     */
    static Converted convert(
            List<ResolvedExpression> filters,
            TableMapping mapping,
            ZoneId sessionZone,
            boolean isUnbounded) {
        PredicateConverter converter = new PredicateConverter(mapping, sessionZone, isUnbounded);
        filters.forEach(converter::convert);
        return new Converted(
                SupportsFilterPushDown.Result.of(converter.accepted, converter.remaining),
                new PushedFilters(converter.time, converter.predicates));
    }

    private void convert(ResolvedExpression filter) {
        (isConverted(filter) ? accepted : remaining).add(filter);
    }

    /**
     * Adds to what the server filters.
     *
     * @return whether that is all that the condition says; else it is narrower, or nothing
     */
    private boolean isConverted(ResolvedExpression filter) {
        if (!(filter instanceof CallExpression call)) {
            return false;
        }
        if (call.getFunctionDefinition() == BuiltInFunctionDefinitions.AND) {
            // As a range between two times comes, if the column is NOT NULL.
            boolean isAll = true;
            for (ResolvedExpression child : call.getResolvedChildren()) {
                isAll &= isConverted(child);
            }
            return isAll;
        }
        return isComparisonConverted(call) || isTagInConverted(call);
    }

    private boolean isComparisonConverted(CallExpression call) {
        TimeCondition.Operator operator = OPERATORS.get(call.getFunctionDefinition());
        List<ResolvedExpression> sides = call.getResolvedChildren();
        if (operator == null) {
            return false;
        }
        if (sides.get(0) instanceof FieldReferenceExpression reference
                && sides.get(1) instanceof ValueLiteralExpression literal) {
            return isTimeConverted(reference, operator, literal);
        }
        if (sides.get(1) instanceof FieldReferenceExpression reference
                && sides.get(0) instanceof ValueLiteralExpression literal) {
            return isTimeConverted(reference, operator.flipped(), literal);
        }
        return false;
    }

    private boolean isTimeConverted(
            FieldReferenceExpression reference,
            TimeCondition.Operator operator,
            ValueLiteralExpression literal) {
        Optional<TableColumn> column =
                mapping.column(reference.getName()).filter(TableColumn::isTime);
        Optional<Instant> instant = column.flatMap(time -> instant(time, literal));
        if (instant.isEmpty()) {
            return false;
        }
        long unit = ColumnTypes.timestampUnit(column.get().type());
        TimeCondition condition = TimeCondition.of(operator, instant.get(), unit);
        if (isUnbounded && condition.stop() != TimeCondition.ALL.stop()) {
            time = time.and(new TimeCondition(condition.start(), TimeCondition.ALL.stop()));
            return false;
        }
        time = time.and(condition);
        return true;
    }

    /**
     * The instant that the column is compared with, if it is certain: not where the session's clock
     * is put forward or back near a literal without zone.
     */
    private Optional<Instant> instant(TableColumn column, ValueLiteralExpression literal) {
        boolean columnHasZone = column.type().is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        LogicalTypeRoot type = literal.getOutputDataType().getLogicalType().getTypeRoot();
        if (type == LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE && columnHasZone) {
            return literal.getValueAs(Instant.class);
        }
        if (type == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE) {
            return literal.getValueAs(LocalDateTime.class)
                    .flatMap(
                            wall ->
                                    columnHasZone
                                            ? SessionTime.instantOf(wall, sessionZone)
                                            : Optional.of(SessionTime.utc(wall)));
        }
        return Optional.empty();
    }

    private boolean isTagInConverted(CallExpression call) {
        Set<String> values = new LinkedHashSet<>();
        Optional<String> tag = collectValues(call, values);
        if (tag.isEmpty()) {
            return false;
        }
        predicates.add(new Predicate.TagIn(tag.get(), List.copyOf(values)));
        return true;
    }

    /** The one tag that is compared with literals: by =, or by = joined by OR, as IN comes. */
    private Optional<String> collectValues(CallExpression call, Set<String> values) {
        if (call.getFunctionDefinition() == BuiltInFunctionDefinitions.OR) {
            Optional<String> common = Optional.empty();
            for (ResolvedExpression child : call.getResolvedChildren()) {
                Optional<String> tag =
                        child instanceof CallExpression inner
                                ? collectValues(inner, values)
                                : Optional.empty();
                if (tag.isEmpty() || (common.isPresent() && !common.equals(tag))) {
                    return Optional.empty();
                }
                common = tag;
            }
            return common;
        }
        if (call.getFunctionDefinition() != BuiltInFunctionDefinitions.EQUALS) {
            return Optional.empty();
        }
        List<ResolvedExpression> sides = call.getResolvedChildren();
        Optional<String> tag = tag(sides.get(0)).or(() -> tag(sides.get(1)));
        Optional<String> value = text(sides.get(0)).or(() -> text(sides.get(1)));
        if (tag.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        values.add(value.get());
        return tag;
    }

    /** A tag whose values come as the server has them, which those of a CHAR column do not. */
    private Optional<String> tag(ResolvedExpression side) {
        if (!(side instanceof FieldReferenceExpression reference)) {
            return Optional.empty();
        }
        return mapping.column(reference.getName())
                .filter(TableColumn::isTag)
                .filter(column -> column.type().is(LogicalTypeRoot.VARCHAR))
                .map(TableColumn::name);
    }

    private static Optional<String> text(ResolvedExpression side) {
        if (side instanceof ValueLiteralExpression literal
                && ColumnTypes.isText(literal.getOutputDataType().getLogicalType())) {
            return literal.getValueAs(String.class).filter(value -> !value.isEmpty());
        }
        return Optional.empty();
    }
}
