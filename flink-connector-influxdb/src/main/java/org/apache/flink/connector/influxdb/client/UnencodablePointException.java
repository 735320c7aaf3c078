/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A point that a server cannot carry: sent nevertheless, it would be refused, changed, or would
 * change other points. Nothing of it was sent.
 */
@PublicEvolving
public final class UnencodablePointException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String measurement;
    private final String key;
    private final String reason;

    UnencodablePointException(String measurement, String key, String reason, String message) {
        super(message);
        this.measurement = measurement;
        this.key = key;
        this.reason = reason;
    }

    /** The measurement of the point. */
    public String measurement() {
        return measurement;
    }

    /** The key of the tag or field that is at fault, or empty if it is none of them. */
    public String key() {
        return key;
    }

    /** What is wrong with it, in words. */
    public String reason() {
        return reason;
    }
}
