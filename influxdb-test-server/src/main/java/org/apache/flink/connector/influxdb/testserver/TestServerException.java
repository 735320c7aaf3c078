/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** A test server, or a request to it, failed. The message holds what the server said. */
public final class TestServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    TestServerException(String message) {
        this(message, 0, null);
    }

    TestServerException(String message, Throwable cause) {
        this(message, 0, cause);
    }

    TestServerException(String message, int status, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status of the server's answer, or 0 where there was no answer. */
    public int status() {
        return status;
    }
}
