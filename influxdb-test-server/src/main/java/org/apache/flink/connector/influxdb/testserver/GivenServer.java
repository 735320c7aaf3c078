/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** A server that somebody else runs: it is used, and never disturbed. */
final class GivenServer implements ServerInstance {
    private final String variable;
    private final String url;
    private final Credentials credentials;

    GivenServer(String variable, String url, Credentials credentials) {
        this.variable = variable;
        this.url = url;
        this.credentials = credentials;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public void start() {
        throw notOurs("start");
    }

    @Override
    public void stop() {
        throw notOurs("stop");
    }

    @Override
    public void terminate() {
        throw notOurs("terminate");
    }

    @Override
    public void kill() {
        throw notOurs("kill");
    }

    @Override
    public void suspend() {
        throw notOurs("suspend");
    }

    @Override
    public void resume() {
        throw notOurs("resume");
    }

    @Override
    public void close() {
        // Nothing here is ours but the buckets, which their tests drop.
    }

    private UnsupportedOperationException notOurs(String operation) {
        return new UnsupportedOperationException(
                "Cannot "
                        + operation
                        + " the server of "
                        + variable
                        + ", "
                        + url
                        + ": use InfluxDBServer.start or InfluxDBExtension.dedicated for a server"
                        + " that a test may disturb");
    }
}
