/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A native server goes, with its data, when the JVM that started it is killed. */
class WatchdogITCase {
    /** Starts a server, tells where, and then does nothing until it is killed. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            Path binary = Path.of(args[0]);
            System.out.println(NativeServer.launch(ServerKind.V1, binary).url());
            System.in.read();
        }
    }

    @Test
    void nothingIsLeftOfAKilledJvm(@TempDir Path temporary) throws Exception {
        Path binary = binary();
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                binary.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String url =
                new BufferedReader(
                                new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        assertThat(URI.create(url).getPort()).isPositive();
        List<ProcessHandle> children = jvm.descendants().toList();
        assertThat(children).hasSize(2);

        jvm.destroyForcibly();

        CompletableFuture.allOf(
                        children.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture<?>[]::new))
                .get(30, TimeUnit.SECONDS);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.toString().contains("influxdb-"))).isEmpty();
        }
    }

    /** Without a native server there is nothing to watch: Docker looks after its own. */
    private static Path binary() {
        try {
            return new NativeBinaries(System.getenv()).find(ServerKind.V1);
        } catch (ServerWay.UnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }
}
