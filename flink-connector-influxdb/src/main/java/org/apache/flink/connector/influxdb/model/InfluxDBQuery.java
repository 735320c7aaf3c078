/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** What to read. The range of time comes apart, since each split reads its own. */
@PublicEvolving
public sealed interface InfluxDBQuery extends Serializable {

    /** The fetch size of who does not say one. */
    int DEFAULT_FETCH_SIZE = 10_000;

    /** The bucket; on 1.8 {@code database} or {@code database/retention-policy}. */
    String bucket();

    /** The language in which the server is asked. */
    QueryLanguage language();

    /**
     * How many rows the server puts into one chunk of an answer in InfluxQL: so many it holds in
     * memory. Flux has no chunks. At least 1.
     */
    int fetchSize();

    /**
     * The points of a measurement that have at least one of the fields. Its rows come in time
     * order.
     *
     * @param fields the fields with the types that the caller declared; none means all fields that
     *     the server has, in the server's types
     * @param predicates joined by AND
     * @param language AUTO, FLUX or INFLUXQL
     */
    @PublicEvolving
    record OfMeasurement(
            String bucket,
            String measurement,
            List<FieldColumn> fields,
            List<Predicate> predicates,
            QueryLanguage language,
            int fetchSize)
            implements InfluxDBQuery {

        private static final long serialVersionUID = 1L;

        public OfMeasurement {
            Objects.requireNonNull(bucket, "bucket");
            Objects.requireNonNull(measurement, "measurement");
            Objects.requireNonNull(language, "language");
            fields = List.copyOf(fields);
            predicates = List.copyOf(predicates);
        }

        /** With the default fetch size. */
        public OfMeasurement(
                String bucket,
                String measurement,
                List<FieldColumn> fields,
                List<Predicate> predicates,
                QueryLanguage language) {
            this(bucket, measurement, fields, predicates, language, DEFAULT_FETCH_SIZE);
        }

        /** The same of another measurement. */
        public OfMeasurement withMeasurement(String other) {
            return new OfMeasurement(bucket, other, fields, predicates, language, fetchSize);
        }
    }

    /**
     * A query text of the user's own. Its rows come in the order in which the server sends them.
     *
     * @param language FLUX or INFLUXQL
     * @param text may use the range: in Flux {@code v.timeRangeStart} and {@code v.timeRangeStop},
     *     in InfluxQL {@code $timeFilter}
     * @param result the name of the one result to read, as {@code yield} gives it in Flux; empty if
     *     the query has only one
     */
    @PublicEvolving
    record OfText(String bucket, QueryLanguage language, String text, String result, int fetchSize)
            implements InfluxDBQuery {

        private static final long serialVersionUID = 1L;

        public OfText {
            Objects.requireNonNull(bucket, "bucket");
            Objects.requireNonNull(language, "language");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(result, "result");
        }

        /** A query of one result, with the default fetch size. */
        public OfText(String bucket, QueryLanguage language, String text) {
            this(bucket, language, text, "", DEFAULT_FETCH_SIZE);
        }
    }

    /**
     * A field to read.
     *
     * @param name the field's key
     * @param type the type that the caller declared. Where the server has the field in several
     *     types (they may change from shard to shard), values are looked for in this type first,
     *     then in the others
     */
    @PublicEvolving
    record FieldColumn(String name, ColumnType type) implements Serializable {

        private static final long serialVersionUID = 1L;

        public FieldColumn {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }
}
