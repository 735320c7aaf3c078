/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

import java.time.Instant;

/**
 * A point that was refused at least once, with all that is needed to understand it and to write it
 * again after the cause is mended.
 *
 * @param time when it was refused, not the time of the point
 * @param bucket where it was to go
 * @param lineProtocol the point as its line, without a line feed at the end and with its time in
 *     nanoseconds, whatever precision the sink has; in words, if it has no line because no server
 *     can carry it; the record as text, if no point can be made of it
 * @param category what kind of fault it is
 * @param status the HTTP status of the refusal, or 0 if the point was never sent
 * @param reason the server's words, or ours if it was never sent
 */
@PublicEvolving
public record DeadLetter(
        Instant time,
        String bucket,
        String lineProtocol,
        Category category,
        int status,
        String reason) {

    /** Why a point is refused. */
    @PublicEvolving
    public enum Category {
        /** A field has another type in this bucket. */
        TYPE_CONFLICT("type-conflict"),
        /** The point is older than the bucket keeps points. */
        BEYOND_RETENTION("beyond-retention"),
        /**
         * The server does not understand the point, or fails whenever it is sent; or no point can
         * be made of the record.
         */
        MALFORMED("malformed"),
        /** The point, or a part of it, is longer than the server takes. */
        TOO_LARGE("too-large"),
        /** No server can carry the point; it was not sent. */
        NOT_REPRESENTABLE("not-representable");

        private final String label;

        Category(String label) {
            this.label = label;
        }

        /** The name that dead letters and metrics use, such as {@code type-conflict}. */
        @Override
        public String toString() {
            return label;
        }
    }
}
