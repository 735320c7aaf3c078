/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * A request as errors name it.
 *
 * @param kind what was asked for
 * @param url without parameters and secrets
 * @param context names the query, or the bucket of a write; empty if there is nothing to name
 */
record Call(Kind kind, String url, String context) {

    /** What was asked for. */
    enum Kind {
        /** Rows. */
        QUERY("The query"),
        /** To take points. */
        WRITE("The write"),
        /** To remove points. */
        DELETE("The delete"),
        /** Who the server is. */
        PING("Asking the server for its version"),
        /** Since when the server runs. */
        READY("Asking the server since when it runs"),
        /** Credentials. */
        TOKEN("Asking for an OAuth 2.0 token");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** How a message begins. */
    String failed() {
        return kind.label + " failed at " + url;
    }

    /** How a message names the query, if at all. */
    String where() {
        return context.isEmpty() ? "" : " (" + context + ")";
    }
}
