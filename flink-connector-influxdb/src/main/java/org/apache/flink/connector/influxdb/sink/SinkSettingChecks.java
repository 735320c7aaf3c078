/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.time.Duration;

/** What is allowed for the settings of the sink, one group after the other. */
final class SinkSettingChecks {

    private SinkSettingChecks() {}

    static void retrying(
            SettingFaults faults,
            @Nullable Duration retryInitialBackoff,
            @Nullable Duration retryMaxBackoff,
            @Nullable Integer maxRetries) {
        faults.period(retryInitialBackoff, "sink.retry.initial-backoff", "setRetryInitialBackoff");
        faults.period(retryMaxBackoff, "sink.retry.max-backoff", "setRetryMaxBackoff");
        faults.require(
                retryMaxBackoff == null
                        || retryInitialBackoff == null
                        || retryMaxBackoff.compareTo(retryInitialBackoff) >= 0,
                "sink.retry.max-backoff",
                "setRetryMaxBackoff",
                "is "
                        + retryMaxBackoff
                        + ": it must be at least sink.retry.initial-backoff, "
                        + retryInitialBackoff);
        faults.require(
                maxRetries == null || maxRetries >= 0,
                "sink.max-retries",
                "setMaxRetries",
                "is " + maxRetries + ": it must be at least 0; leave it out for no limit");
    }

    static void rejecting(
            SettingFaults faults,
            @Nullable OnError onError,
            @Nullable DeadLetterHandler deadLetterHandler) {
        faults.require(
                onError != OnError.DEAD_LETTER || deadLetterHandler != null,
                "sink.on-error",
                "setOnError",
                "is 'dead-letter', and nothing takes them: set sink.dead-letter.path, or"
                        + " setDeadLetterHandler");
        faults.require(
                deadLetterHandler == null || onError == null || onError == OnError.DEAD_LETTER,
                "sink.on-error",
                "setOnError",
                "is '"
                        + onError
                        + "', so that no dead letter is ever written: leave out"
                        + " sink.dead-letter.path (setDeadLetterHandler), or set 'dead-letter'");
    }
}
