/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.apache.flink.connector.influxdb.testserver.ServerWay.UnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which influxd of this machine is taken, and where the install script comes in. */
class NativeBinariesTest {
    @TempDir Path folder;

    private Path script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private NativeBinaries binaries() {
        return new NativeBinaries(
                Map.of("XDG_CACHE_HOME", folder + "/cache", "PATH", "/nowhere:" + folder + "/bin"));
    }

    @Test
    void theInstalledVersionComesBeforeOneOnPath() throws Exception {
        script("bin/influxd", "echo 'InfluxDB v2.7.1 (git: x)'");
        Path installed =
                script("cache/flink-connector-influxdb/influxd-2.9.1/influxd", "echo unused");

        assertThat(binaries().find(ServerKind.V2)).isEqualTo(installed);
    }

    @Test
    void oneOnPathIsTakenIfItIsOfTheGeneration() throws Exception {
        Path onPath = script("bin/influxd", "echo 'InfluxDB v1.8.9 (git: x y)'");

        assertThat(binaries().find(ServerKind.V1)).isEqualTo(onPath);
        assertThatThrownBy(() -> binaries().find(ServerKind.V2))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("influxd-2.9.1/influxd")
                .hasMessageContaining(onPath + " is InfluxDB 1.8.9");
    }

    @Test
    void saysWhereItLooked() {
        assertThatThrownBy(() -> binaries().find(ServerKind.V1_FLUX))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(
                        "neither "
                                + folder
                                + "/cache/flink-connector-influxdb/influxd-1.8.10/influxd"
                                + " nor an influxd on PATH");
    }

    @Test
    void theCacheIsInTheHomeFolderByDefault() {
        NativeBinaries binaries = new NativeBinaries(Map.of("HOME", "/home/u"));

        assertThat(binaries.cached(ServerKind.V2))
                .isEqualTo(
                        Path.of("/home/u/.cache/flink-connector-influxdb/influxd-2.9.1/influxd"));
    }

    @Test
    void aServerThatDoesNotStartIsReportedWithItsLog() throws Exception {
        script(
                "cache/flink-connector-influxdb/influxd-2.9.1/influxd",
                "echo 'cannot open the thing'; exit 3");

        assertThatThrownBy(() -> new NativeWay(binaries()).open(ServerKind.V2))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("ended with exit code 3 while starting on port")
                .hasMessageContaining("cannot open the thing");
    }

    @Test
    void aFailedInstallationIsReportedWithItsOutput() throws Exception {
        script("tools/install-influxdb.sh", "echo \"version $1: no Go\" >&2; exit 1");
        Path module = Files.createDirectories(folder.resolve("some/module"));
        InstallWay way = new InstallWay(binaries(), module, Map.of());

        assertThatThrownBy(() -> way.open(ServerKind.V1))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("it ended with exit code 1:\nversion 1: no Go");
    }

    @Test
    void withoutTheScriptThereIsNoInstallation() {
        InstallWay way = new InstallWay(binaries(), folder, Map.of());

        assertThatThrownBy(() -> way.open(ServerKind.V1))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("it is not in or above " + folder);
    }

    @Test
    void theInstallScriptBuildsTheVersionsThatAreLookedFor() throws Exception {
        String script = Files.readString(Path.of("../tools/install-influxdb.sh"));

        for (ServerKind kind : ServerKind.values()) {
            assertThat(script).contains(kind.generation() + ") version=" + kind.version() + " ;;");
        }
    }
}
