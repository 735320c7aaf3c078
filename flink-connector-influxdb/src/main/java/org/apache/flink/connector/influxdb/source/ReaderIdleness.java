/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderOutput;

import javax.annotation.Nullable;

/**
 * Says that a reader is idle while it has no split, once it may, so that it does not hold back
 * watermarks. For the task's thread.
 */
final class ReaderIdleness {

    /** Of no split, since the ids of splits hold a range of time. */
    private static final String NO_SPLIT = "none";

    @Nullable private ReaderOutput<?> output;
    private boolean isAllowed;
    private boolean isIdle;
    private int openSplits;

    /** The output of the reader, which is the same each time. */
    void use(ReaderOutput<?> ofReader) {
        if (output != ofReader) {
            output = ofReader;
            isIdle = false;
            update(openSplits);
        }
    }

    /** From now on, to have no split means to be idle. */
    void allow() {
        isAllowed = true;
    }

    /** Takes note of how many splits the reader has. */
    void update(int splits) {
        openSplits = splits;
        boolean isIdleNow = isAllowed && splits == 0;
        if (output == null || isIdleNow == isIdle) {
            return;
        }
        isIdle = isIdleNow;
        if (isIdle) {
            // Flink keeps apart the output of the reader and those of its splits, of which the last
            // one to be released has left it active. It is idle only if both are.
            output.createOutputForSplit(NO_SPLIT).markIdle();
            output.releaseOutputForSplit(NO_SPLIT);
            output.markIdle();
        } else {
            output.markActive();
        }
    }
}
