/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Builds a server with the project's own install script, which takes minutes the first time. */
final class InstallWay implements ServerWay {
    private static final int LINES_KEPT = 30;

    private final NativeBinaries binaries;
    private final Path startFolder;
    private final Map<String, String> environment;

    InstallWay(NativeBinaries binaries, Path startFolder, Map<String, String> environment) {
        this.binaries = binaries;
        this.startFolder = startFolder;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "tools/install-influxdb.sh";
    }

    @Override
    public ServerInstance open(ServerKind kind) throws UnavailableException {
        Path installed = binaries.cached(kind);
        if (Files.isExecutable(installed)) {
            throw new UnavailableException("nothing to do, since there is " + installed);
        }
        run(script(), kind);
        try {
            return NativeServer.launch(kind, installed);
        } catch (TestServerException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    /** Tests run in their module's folder, the script lies in the root of the project. */
    private Path script() throws UnavailableException {
        for (Path folder = startFolder; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("tools").resolve("install-influxdb.sh");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new UnavailableException("it is not in or above " + startFolder);
    }

    private void run(Path script, ServerKind kind) throws UnavailableException {
        Deque<String> lastLines = new ArrayDeque<>();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(script.toString(), String.valueOf(kind.generation()))
                            .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            try (BufferedReader said =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    // Not to a logger: tests switch theirs off, and somebody waits for minutes
                    // here.
                    System.err.println("install-influxdb.sh: " + line);
                    lastLines.add(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.remove();
                    }
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new UnavailableException(
                        "it ended with exit code "
                                + code
                                + ":\n"
                                + String.join("\n", lastLines).strip());
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot run " + script + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while it ran", e);
        }
    }
}
