/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.logical.LogicalType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides from a table's schema and options what its columns are in InfluxDB. Faults are collected,
 * so that a user meets all of them at once.
 */
final class TableMappings {

    private final String table;
    private final ResolvedSchema schema;
    private final ReadableConfig options;
    private final List<String> faults;
    private final List<Column> physical;

    TableMappings(
            String table, ResolvedSchema schema, ReadableConfig options, List<String> faults) {
        this.table = table;
        this.schema = schema;
        this.options = options;
        this.faults = faults;
        this.physical = schema.getColumns().stream().filter(Column::isPhysical).toList();
    }

    /** Whether the table says which columns are tags, or only the server knows. */
    boolean declaresTags() {
        return options.getOptional(InfluxDBConnectorOptions.TAG_COLUMNS).isPresent()
                || schema.getPrimaryKey().isPresent();
    }

    /**
     * The mapping of a table to write to.
     *
     * @param measurement the measurement or its pattern
     */
    TableMapping ofSink(String measurement) {
        if (!declaresTags()) {
            faults.add(
                    "Which columns are tags is not said. Declare PRIMARY KEY (<tags>, <time>) NOT"
                            + " ENFORCED, or set 'tag.columns' = 'a;b' ('tag.columns' = '' if the"
                            + " points have no tags)");
        }
        checkTimeExists();
        return mapping(measurement, declaredTags());
    }

    /**
     * Adds what is in the way of deleting points: a row that is deleted is known by its key alone,
     * and a row whose key stays may not become another point.
     *
     * @param names where columns may be part of a name
     */
    void checkDeletes(TableMapping mapping, List<ColumnPattern> names) {
        Set<String> missing = new LinkedHashSet<>();
        missing.add(timeColumn());
        missing.addAll(mapping.names(ColumnRole.TAG));
        names.forEach(name -> missing.addAll(name.columns()));
        schema.getPrimaryKey()
                .map(UniqueConstraint::getColumns)
                .ifPresent(key -> key.forEach(missing::remove));
        if (!missing.isEmpty()) {
            faults.add(
                    "'sink.delete.mode' = 'delete' needs a PRIMARY KEY of all that tells points"
                            + " apart, and in it are missing: "
                            + missing
                            + ". Without them an update or delete of a row would leave its old"
                            + " point behind");
        }
    }

    /**
     * The mapping of a table to read.
     *
     * @param serverTags asked only if the table does not say which columns are tags
     */
    TableMapping ofScan(String measurement, Supplier<Set<String>> serverTags) {
        if (declaresTags()) {
            return mapping(measurement, declaredTags());
        }
        Set<String> candidates = new HashSet<>();
        for (Column column : physical) {
            if (ColumnTypes.isText(type(column))) {
                candidates.add(column.getName());
            }
        }
        if (!candidates.isEmpty()) {
            candidates.retainAll(serverTags.get());
        }
        return mapping(measurement, candidates);
    }

    private String timeColumn() {
        return options.get(InfluxDBConnectorOptions.TIME_COLUMN);
    }

    private void checkTimeExists() {
        if (physical.stream().noneMatch(column -> column.getName().equals(timeColumn()))) {
            faults.add(
                    "There is no physical column '"
                            + timeColumn()
                            + "' for the time of the points. Add it as TIMESTAMP_LTZ(9) or"
                            + " TIMESTAMP(9), or name another one with 'time.column'");
        }
    }

    private Set<String> declaredTags() {
        Optional<String> option = options.getOptional(InfluxDBConnectorOptions.TAG_COLUMNS);
        Set<String> tags = new LinkedHashSet<>();
        if (option.isPresent()) {
            Arrays.stream(option.get().split(";"))
                    .map(String::trim)
                    .filter(name -> !name.isEmpty())
                    .forEach(tags::add);
            checkTagColumns(tags, option.get());
        } else {
            schema.getPrimaryKey().map(UniqueConstraint::getColumns).ifPresent(tags::addAll);
            tags.remove(timeColumn());
        }
        checkPrimaryKey(tags);
        return tags;
    }

    private void checkTagColumns(Set<String> tags, String value) {
        for (String tag : tags) {
            if (tag.equals(timeColumn())) {
                faults.add(
                        "'tag.columns' = '"
                                + value
                                + "' names the time column '"
                                + tag
                                + "'. Leave it out: the time is part of a point's identity anyway");
            } else if (physical.stream().noneMatch(column -> column.getName().equals(tag))) {
                faults.add(
                        "'tag.columns' = '"
                                + value
                                + "' names '"
                                + tag
                                + "', which is no physical column of the table. Its columns: "
                                + physical.stream().map(Column::getName).toList());
            }
        }
    }

    /** A key with a field in it would promise more rows than InfluxDB can keep apart. */
    private void checkPrimaryKey(Set<String> tags) {
        List<String> key =
                schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        for (String name : key) {
            if (!name.equals(timeColumn()) && !tags.contains(name)) {
                faults.add(
                        "PRIMARY KEY column '"
                                + name
                                + "' is a field, but only time and tags tell points apart. Add it to"
                                + " 'tag.columns' or take it out of the key");
            }
        }
    }

    private TableMapping mapping(String measurement, Set<String> tags) {
        List<TableColumn> columns = new ArrayList<>();
        for (Column column : physical) {
            columns.add(new TableColumn(column.getName(), type(column), role(column, tags)));
        }
        columns.forEach(this::checkType);
        return new TableMapping(table, measurement, columns);
    }

    private ColumnRole role(Column column, Set<String> tags) {
        if (column.getName().equals(timeColumn())) {
            return ColumnRole.TIME;
        }
        return tags.contains(column.getName()) ? ColumnRole.TAG : ColumnRole.FIELD;
    }

    private void checkType(TableColumn column) {
        LogicalType type = column.type();
        String what = "Column '" + column.name() + "' of type " + type.asSummaryString();
        if (column.isTime() && !ColumnTypes.isTimestamp(type)) {
            faults.add(
                    what
                            + " cannot be the time. Declare it as TIMESTAMP_LTZ(9) or"
                            + " TIMESTAMP(9), or name another column with 'time.column'");
        } else if (column.isTag() && !ColumnTypes.isText(type)) {
            faults.add(
                    what
                            + " cannot be a tag: tags are strings. Declare it as STRING, or as a"
                            + " field by leaving it out of 'tag.columns' or the PRIMARY KEY");
        } else if (column.isField() && !ColumnTypes.isSupported(type)) {
            faults.add(
                    what
                            + " cannot be a field. Fields are BOOLEAN, TINYINT, SMALLINT, INT,"
                            + " BIGINT, DECIMAL(20, 0) (unsigned), FLOAT, DOUBLE, CHAR, VARCHAR,"
                            + " STRING, TIMESTAMP or TIMESTAMP_LTZ (integer nanoseconds)");
        }
    }

    private static LogicalType type(Column column) {
        return column.getDataType().getLogicalType();
    }
}
