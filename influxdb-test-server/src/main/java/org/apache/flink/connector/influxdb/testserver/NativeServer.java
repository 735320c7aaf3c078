/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server process of our own, with a fresh folder of data below {@code java.io.tmpdir}. */
final class NativeServer implements ServerInstance {
    private static final int PORTS_TO_TRY = 3;
    private static final int LOG_TAIL = 4000;
    private static final long STOP_SECONDS = 60;

    private final ServerKind kind;
    private final Path binary;
    private final Path folder;
    private final int port;
    private final Watchdog watchdog;
    private Process process;
    private Credentials credentials = Credentials.NONE;

    private NativeServer(ServerKind kind, Path binary, int port) throws IOException {
        this.kind = kind;
        this.binary = binary;
        this.port = port;
        this.folder = Files.createTempDirectory("influxdb-" + kind.version() + "-");
        this.watchdog = new Watchdog(folder);
    }

    /** Starts a server, and sets it up where it needs that. */
    static NativeServer launch(ServerKind kind, Path binary) {
        for (int attempt = 1; ; attempt++) {
            NativeServer server = create(kind, binary);
            try {
                server.start();
                server.credentials = ServerApi.setUp(kind, server.url());
                return server;
            } catch (TestServerException e) {
                server.close();
                // Somebody else took the port between our looking for it and the server's.
                if (attempt == PORTS_TO_TRY || !e.getMessage().contains("already in use")) {
                    throw e;
                }
            }
        }
    }

    private static NativeServer create(ServerKind kind, Path binary) {
        try {
            return new NativeServer(kind, binary, FreePort.find());
        } catch (IOException e) {
            throw new TestServerException("Cannot prepare a folder for " + binary, e);
        }
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public void start() {
        if (isAlive()) {
            return;
        }
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(NativeCommand.of(kind, binary, folder, port))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            // Both generations let variables of the environment override their settings.
            builder.environment().keySet().removeIf(name -> name.startsWith("INFLUX"));
            process = builder.start();
            process.getOutputStream().close();
            watchdog.watch(process);
        } catch (IOException e) {
            throw new TestServerException("Cannot start " + binary + ": " + e.getMessage(), e);
        }
        Ping.await(url(), this::obituary);
    }

    private Optional<String> obituary() {
        return isAlive()
                ? Optional.empty()
                : Optional.of(
                        binary
                                + " ended with exit code "
                                + process.exitValue()
                                + " while starting on port "
                                + port
                                + "; the end of its log:\n"
                                + logTail());
    }

    @Override
    public void stop() {
        if (!isAlive()) {
            return;
        }
        // A suspended process would get the request only when it goes on.
        resume();
        // 2.x shuts down in order on SIGINT only; SIGTERM, which 1.8 takes too, just ends it.
        signal("INT");
        if (!waitForEnd()) {
            kill();
            throw new TestServerException(
                    binary
                            + " did not shut down within "
                            + STOP_SECONDS
                            + " s and was killed; the end of its log:\n"
                            + logTail());
        }
    }

    @Override
    public void kill() {
        if (isAlive()) {
            process.destroyForcibly();
            waitForEnd();
        }
    }

    @Override
    public void suspend() {
        signal("STOP");
    }

    @Override
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        try {
            kill();
            watchdog.close();
        } catch (IOException e) {
            throw new TestServerException("Cannot remove " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAlive() {
        return process != null && process.isAlive();
    }

    private boolean waitForEnd() {
        try {
            boolean ended = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                watchdog.watchNothing();
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("Interrupted while waiting for the end of " + binary, e);
        } catch (IOException e) {
            throw new TestServerException("The watchdog of " + binary + " is gone", e);
        }
    }

    private void signal(String name) {
        if (!isAlive()) {
            throw new TestServerException(
                    "Signal " + name + " needs a running server, but " + binary + " has ended");
        }
        try {
            // The shell's own kill: a bare machine need not have the program.
            int code =
                    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new TestServerException(
                        "kill -" + name + " " + process.pid() + " ended with exit code " + code);
            }
        } catch (IOException e) {
            throw new TestServerException("Cannot send signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException("Interrupted while sending signal " + name, e);
        }
    }

    private Path log() {
        return folder.resolve("influxd.log");
    }

    private String logTail() {
        try {
            // Whatever was written: a log need not be clean UTF-8.
            String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - LOG_TAIL));
        } catch (IOException e) {
            return "(" + log() + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
