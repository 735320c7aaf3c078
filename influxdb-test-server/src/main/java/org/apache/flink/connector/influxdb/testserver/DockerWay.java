/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.testcontainers.DockerClientFactory;

/** Starts a server in a container, where a Docker engine answers. */
final class DockerWay implements ServerWay {
    @Override
    public String name() {
        return "Docker";
    }

    @Override
    public ServerInstance open(ServerKind kind) throws UnavailableException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new UnavailableException("no Docker engine answers");
        }
        try {
            return DockerServer.launch(kind);
        } catch (RuntimeException e) {
            // Testcontainers says the same thing several times over; the first cause is the thing.
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new UnavailableException(
                    "the container of "
                            + DockerServer.image(kind)
                            + " did not start: "
                            + cause.getMessage(),
                    e);
        }
    }
}
