/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** Where a server runs, and how its life can be disturbed. Not thread-safe. */
interface ServerInstance {
    String url();

    Credentials credentials();

    /** Starts the stopped or killed server again, with the same address and data. */
    void start();

    /** Asks the server to shut down, and waits until it has. */
    void stop();

    /** Sends the server SIGTERM, and waits for its end. */
    void terminate();

    /** Ends the server at once, as a power cut would. */
    void kill();

    /** Freezes the server: connections stay open, nothing is answered. */
    void suspend();

    void resume();

    /** Ends the server for good and removes its data, if both are ours. */
    void close();
}
