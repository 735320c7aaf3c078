/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.io.Serializable;

/**
 * How the readers read.
 *
 * @param maxOpenSplits how many splits of history each reader reads at the same time
 * @param resume of queries of the user's own
 * @param sourceWatermarks whether watermarks are made of how far the splits are read
 */
record ReadOptions(
        RetryOptions retry,
        TailOptions tail,
        int maxOpenSplits,
        QueryResume resume,
        boolean sourceWatermarks)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Without watermarks of the source's own. */
    ReadOptions(RetryOptions retry, TailOptions tail, int maxOpenSplits) {
        this(retry, tail, maxOpenSplits, QueryResume.FAIL, false);
    }
}
