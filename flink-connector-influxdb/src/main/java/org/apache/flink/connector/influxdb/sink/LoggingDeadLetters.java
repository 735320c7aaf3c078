/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters in the log. */
final class LoggingDeadLetters implements DeadLetterHandler {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(LoggingDeadLetters.class);

    @Override
    public void handle(DeadLetter letter) {
        LOG.warn(
                "A point was refused ({}, status {}): {} Bucket '{}', point: {}",
                letter.category(),
                letter.status(),
                letter.reason(),
                letter.bucket(),
                letter.lineProtocol());
    }
}
