/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

/**
 * Hears of the queries that a client sends, for metrics. It is called on the threads that read, so
 * it must be safe for several of them, quick, and throw nothing.
 */
@Internal
@FunctionalInterface
public interface QueryListener {

    /** Hears nothing. */
    QueryListener NONE = () -> Answer.IGNORED;

    /**
     * A query is about to be sent.
     *
     * @return hears of its answer
     */
    Answer sent();

    /** Hears of one answer. A query that fails may have none, or only a part. */
    interface Answer {

        /** Hears nothing. */
        Answer IGNORED =
                new Answer() {
                    @Override
                    public void begins() {}

                    @Override
                    public void received(int bytes) {}
                };

        /** A good answer begins: its head is here. */
        void begins();

        /**
         * A piece of its body was received.
         *
         * @param bytes as they were sent, so before they are decompressed; the frames of HTTP are
         *     not counted
         */
        void received(int bytes);
    }
}
