/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

/** What is allowed for the settings of the sink, one group after the other. */
final class SinkSettingChecks {

    private SinkSettingChecks() {}

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
