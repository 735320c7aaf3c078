/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

import java.io.IOException;
import java.io.Serializable;

/**
 * Where points go that will never be taken. Each subtask of the sink has a copy of its own, and
 * calls it on the task thread only. If a method fails, the job fails, and goes on from its last
 * checkpoint: a letter is delivered at least once.
 */
@PublicEvolving
@FunctionalInterface
public interface DeadLetterHandler extends Serializable {

    /**
     * Is called once before all else.
     *
     * @param subtask the number of the subtask, from 0
     */
    default void open(int subtask) throws IOException {}

    /** Takes a letter. It need not be safe before {@link #flush()}. */
    void handle(DeadLetter letter) throws IOException;

    /**
     * Makes all letters so far safe. Is called before each checkpoint, which completes only if this
     * returns, and at the end of the input.
     */
    default void flush() throws IOException {}

    /** Is called once at the end, also after a failure; letters that are not safe may be lost. */
    default void close() throws IOException {}

    /**
     * Writes files of JSON lines, with the members {@code time}, {@code bucket}, {@code line},
     * {@code category}, {@code status} and {@code reason}. A file shows up when it is complete: one
     * per subtask and checkpoint that has letters, and earlier after 10,000 of them or 8 MB.
     *
     * @param path a folder in any file system that Flink knows, such as {@code s3://bucket/folder}
     */
    static DeadLetterHandler files(String path) {
        return new FileDeadLetters(path);
    }

    /** Writes each letter to the log of the task manager, at level WARN. */
    static DeadLetterHandler logging() {
        return new LoggingDeadLetters();
    }
}
