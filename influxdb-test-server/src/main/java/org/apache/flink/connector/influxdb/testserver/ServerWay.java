/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** One way to come by a server. */
interface ServerWay {
    /** Names the way in the report of what was tried. */
    String name();

    /**
     * Gives a running server of the kind.
     *
     * @throws UnavailableException if this way leads nowhere here and the next one should be tried
     * @throws TestServerException if going on would hide a mistake of the user
     */
    ServerInstance open(ServerKind kind) throws UnavailableException;

    /** Says why a way leads nowhere, and where it helps what to do about it. */
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String reason) {
            super(reason);
        }

        UnavailableException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
