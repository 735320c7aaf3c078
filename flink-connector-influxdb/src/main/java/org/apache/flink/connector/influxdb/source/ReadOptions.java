/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.io.Serializable;

/**
 * How the readers read.
 *
 * @param maxOpenSplits how many splits of history each reader reads at the same time
 * @param resume of queries of the user's own
 */
record ReadOptions(RetryOptions retry, TailOptions tail, int maxOpenSplits, QueryResume resume)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}
