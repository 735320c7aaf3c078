/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** A condition on points that the server checks. Several of them are joined by AND. */
@PublicEvolving
public sealed interface Predicate extends Serializable {

    /**
     * The point has the tag, with one of the values.
     *
     * @param tag the tag's key
     * @param values at least one, none of them empty: a tag without value does not exist
     */
    @PublicEvolving
    record TagIn(String tag, List<String> values) implements Predicate {

        private static final long serialVersionUID = 1L;

        public TagIn {
            Objects.requireNonNull(tag, "tag");
            values = List.copyOf(values);
            if (values.isEmpty() || values.contains("")) {
                throw new IllegalArgumentException(
                        "Tag '" + tag + "' needs values that are not empty: " + values);
            }
        }
    }
}
