/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.apache.flink.connector.influxdb.testserver.ServerWay.UnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tries the ways to come by a server, in order, until one works. */
final class ServerLocator {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLocator.class);

    private final List<ServerWay> ways;

    ServerLocator(List<ServerWay> ways) {
        this.ways = List.copyOf(ways);
    }

    /** All ways, the user's own server first. */
    static ServerLocator anyServer(Map<String, String> environment) {
        List<ServerWay> ways = new ArrayList<>();
        ways.add(new EnvironmentWay(environment));
        ways.addAll(ownServerWays(environment));
        return new ServerLocator(ways);
    }

    /** The ways to a server that may be killed: never the user's own. */
    static ServerLocator ownServer(Map<String, String> environment) {
        return new ServerLocator(ownServerWays(environment));
    }

    private static List<ServerWay> ownServerWays(Map<String, String> environment) {
        NativeBinaries binaries = new NativeBinaries(environment);
        Path here = Path.of("").toAbsolutePath();
        return List.of(
                new NativeWay(binaries),
                new DockerWay(),
                new InstallWay(binaries, here, environment));
    }

    ServerInstance locate(ServerKind kind) {
        List<Throwable> failures = new ArrayList<>();
        StringBuilder tried = new StringBuilder();
        int number = 0;
        for (ServerWay way : ways) {
            try {
                ServerInstance instance = way.open(kind);
                LOG.info("InfluxDB {} at {}, by way of {}", kind, instance.url(), way.name());
                return instance;
            } catch (UnavailableException e) {
                number++;
                tried.append("\n  ").append(number).append(". ").append(way.name()).append(": ");
                tried.append(e.getMessage().replace("\n", "\n     "));
                if (e.getCause() != null) {
                    // Something was there and did not work, which nobody expects.
                    LOG.warn("No InfluxDB {} by way of {}", kind, way.name(), e.getCause());
                    failures.add(e.getCause());
                }
            }
        }
        TestServerException failure =
                new TestServerException(
                        "No InfluxDB for the test (" + kind + "). Tried, in this order:" + tried);
        failures.forEach(failure::addSuppressed);
        throw failure;
    }
}
