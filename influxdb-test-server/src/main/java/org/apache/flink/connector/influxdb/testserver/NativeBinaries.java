/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.apache.flink.connector.influxdb.testserver.ServerWay.UnavailableException;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an {@code influxd} on this machine: what the install script built, else what is on PATH.
 */
final class NativeBinaries {
    private static final Pattern VERSION = Pattern.compile("InfluxDB v?(\\S+)");

    private final Map<String, String> environment;

    NativeBinaries(Map<String, String> environment) {
        this.environment = environment;
    }

    Path find(ServerKind kind) throws UnavailableException {
        if (File.separatorChar != '/') {
            throw new UnavailableException("a native server is not supported on this system");
        }
        Path cached = cached(kind);
        if (Files.isExecutable(cached)) {
            return cached;
        }
        Optional<Path> onPath = onPath();
        if (onPath.isEmpty()) {
            throw new UnavailableException("neither " + cached + " nor an influxd on PATH");
        }
        String version = version(onPath.get());
        if (!kind.accepts(version)) {
            throw new UnavailableException(
                    "no " + cached + ", and " + onPath.get() + " is InfluxDB " + version);
        }
        return onPath.get();
    }

    /** Where the install script puts the server of a kind. */
    Path cached(ServerKind kind) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path root =
                cache.isEmpty()
                        ? Path.of(environment.getOrDefault("HOME", "/"), ".cache")
                        : Path.of(cache);
        return root.resolve("flink-connector-influxdb")
                .resolve("influxd-" + kind.version())
                .resolve("influxd");
    }

    private Optional<Path> onPath() {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder, "influxd");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static String version(Path binary) throws UnavailableException {
        try {
            Process process =
                    new ProcessBuilder(binary.toString(), "version")
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(said);
            if (!matcher.find()) {
                throw new UnavailableException(
                        "\"" + binary + " version\" names no version: " + said.strip());
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UnavailableException("cannot run " + binary + ": " + e.getMessage(), e);
        }
    }
}
