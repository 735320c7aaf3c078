/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

import javax.annotation.Nullable;

import java.util.Objects;

/**
 * Thrown by a serializer for a record of which no point can be made, to reject this record alone:
 * what then happens is what {@code sink.on-error} says. No point of the record is written, also
 * none that was handed out before.
 */
@PublicEvolving
public final class RejectedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String record;

    /**
     * A rejection, of the category {@link DeadLetter.Category#MALFORMED}.
     *
     * @param record the whole record as text, so that it can be mended and written again
     * @param reason what is wrong, where, and what to do
     */
    public RejectedRecordException(String record, String reason) {
        this(record, reason, null);
    }

    /**
     * See above.
     *
     * @param cause what it follows from, or null
     */
    public RejectedRecordException(String record, String reason, @Nullable Throwable cause) {
        super(Objects.requireNonNull(reason, "reason"), cause);
        this.record = Objects.requireNonNull(record, "record");
    }

    /** The record as text. */
    public String record() {
        return record;
    }
}
