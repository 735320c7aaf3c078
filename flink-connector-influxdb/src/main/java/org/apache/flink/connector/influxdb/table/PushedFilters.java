/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.Predicate;

import java.util.List;

/**
 * What the server filters.
 *
 * @param time the times to read
 * @param predicates on tags, joined by AND
 */
record PushedFilters(TimeCondition time, List<Predicate> predicates) {

    /** Nothing is filtered. */
    static final PushedFilters NONE = new PushedFilters(TimeCondition.ALL, List.of());

    PushedFilters {
        predicates = List.copyOf(predicates);
    }
}
