/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.RefusedDelete;

import java.util.List;

/** Some points of a request are not deleted, because others would be as well; all others are. */
final class InexactDeletesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<RefusedDelete> refused;

    InexactDeletesException(List<RefusedDelete> refused) {
        super(refused.size() + " points were not deleted: " + refused.get(0).reason());
        this.refused = List.copyOf(refused);
    }

    List<RefusedDelete> refused() {
        return refused;
    }
}
