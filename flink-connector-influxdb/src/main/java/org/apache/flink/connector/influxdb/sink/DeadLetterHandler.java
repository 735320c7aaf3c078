/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;

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

    /**
     * Writes points into an InfluxDB: the tags {@code category} and {@code subtask}, the fields
     * {@code bucket}, {@code line}, {@code status} and {@code reason}, at the time of the refusal,
     * which is moved by nanoseconds where two would have the same. They are written when there is 1
     * MiB of them, and before each checkpoint; for a passing fault up to five times within seconds,
     * then the job fails. A text of more than 1,000,000 bytes is cut, which files do not do.
     *
     * @param connection to any InfluxDB, also the one of the sink
     * @param bucket where the letters go, as of the sink
     * @param measurement of the letters, of which nobody else should write points
     */
    static DeadLetterHandler influxDB(
            InfluxDBConnectionOptions connection, String bucket, String measurement) {
        return new InfluxDBDeadLetters(connection, bucket, measurement, InfluxDBClient::create);
    }

    /** Writes each letter to the log of the task manager, at level WARN. */
    static DeadLetterHandler logging() {
        return new LoggingDeadLetters();
    }
}
