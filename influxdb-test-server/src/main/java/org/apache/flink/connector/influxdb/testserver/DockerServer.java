/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server in a container of our own. Testcontainers removes it with the JVM. */
final class DockerServer implements ServerInstance {
    private static final int PORT = 8086;
    private static final int STOP_SECONDS = 60;

    private final GenericContainer<?> container;
    private final int port;
    private Credentials credentials = Credentials.NONE;

    private DockerServer(GenericContainer<?> container, int port) {
        this.container = container;
        this.port = port;
    }

    static DockerServer launch(ServerKind kind) {
        int port = FreePort.find();
        GenericContainer<?> container =
                new GenericContainer<>(DockerImageName.parse(image(kind)))
                        .withEnv(environment(kind))
                        .waitingFor(Wait.forHttp("/ping").forPort(PORT).forStatusCode(204));
        container.addExposedPort(PORT);
        // A fixed port: Docker would choose another one when the container starts again.
        container.setPortBindings(List.of(port + ":" + PORT));
        container.start();
        DockerServer server = new DockerServer(container, port);
        server.credentials = ServerApi.setUp(kind, server.url());
        return server;
    }

    /** Not every release of 2.x has an image of its own number: {@code 2} is the newest of them. */
    static String image(ServerKind kind) {
        return kind.generation() == 1 ? "influxdb:" + kind.version() : "influxdb:2";
    }

    private static Map<String, String> environment(ServerKind kind) {
        return kind.generation() == 1
                ? Map.of(
                        "INFLUXDB_REPORTING_DISABLED", "true",
                        "INFLUXDB_MONITOR_STORE_ENABLED", "false",
                        "INFLUXDB_HTTP_LOG_ENABLED", "false",
                        "INFLUXDB_HTTP_FLUX_ENABLED", String.valueOf(kind.hasFlux()),
                        "INFLUXDB_HTTP_AUTH_ENABLED", String.valueOf(kind.hasUsers()))
                : Map.of(
                        "INFLUXD_REPORTING_DISABLED", "true",
                        "INFLUXD_LOG_LEVEL", "error");
    }

    @Override
    public String url() {
        return "http://" + container.getHost() + ":" + port;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public void start() {
        if (!isRunning()) {
            docker().startContainerCmd(id()).exec();
            Ping.await(url(), this::obituary);
        }
    }

    private Optional<String> obituary() {
        return isRunning()
                ? Optional.empty()
                : Optional.of(
                        "The container ended while starting; its log:\n" + container.getLogs());
    }

    @Override
    public void stop() {
        if (isRunning()) {
            if (isPaused()) {
                resume();
            }
            docker().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            // A paused container takes no signal on some engines.
            if (isPaused()) {
                resume();
            }
            docker().killContainerCmd(id()).exec();
            docker().waitContainerCmd(id()).start().awaitStatusCode();
        }
    }

    @Override
    public void suspend() {
        docker().pauseContainerCmd(id()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(id()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(
                docker().inspectContainerCmd(id()).exec().getState().getRunning());
    }

    private boolean isPaused() {
        return Boolean.TRUE.equals(
                docker().inspectContainerCmd(id()).exec().getState().getPaused());
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private String id() {
        return container.getContainerId();
    }
}
