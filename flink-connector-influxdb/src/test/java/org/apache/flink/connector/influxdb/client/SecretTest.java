/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretTest {

    @TempDir Path folder;

    @Test
    void isTheValueItself() throws Exception {
        assertThat(new Secret("abc").resolve("token", environment(Map.of()))).isEqualTo("abc");
    }

    @Test
    void comesFromAVariable() throws Exception {
        ClientEnvironment environment = environment(Map.of("INFLUX_TOKEN", "abc"));

        assertThat(new Secret("${env:INFLUX_TOKEN}").resolve("token", environment))
                .isEqualTo("abc");
    }

    @Test
    void comesFromAFileWithoutTheLineFeedAtItsEnd() throws Exception {
        Files.writeString(folder.resolve("token"), "abc\n");

        assertThat(new Secret("${file:token}").resolve("token", environment(secretsFolder())))
                .isEqualTo("abc");
    }

    @Test
    void namesAFileItselfWhereAPathIsWanted() throws Exception {
        assertThat(new Secret("${file:ca.pem}").resolvePath("x", environment(secretsFolder())))
                .isEqualTo(folder.resolve("ca.pem").toString());
    }

    @Test
    void saysWhichVariableIsMissing() {
        assertThatThrownBy(
                        () ->
                                new Secret("${env:INFLUX_TOKEN}")
                                        .resolve("token", environment(Map.of())))
                .hasMessageContaining("'token' is ${env:INFLUX_TOKEN}")
                .hasMessageContaining("INFLUX_TOKEN is not set on this machine");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(
                        () ->
                                new Secret("${file:nix}")
                                        .resolve("token", environment(secretsFolder())))
                .hasMessageContaining("'token' is ${file:nix}")
                .hasMessageContaining(folder.resolve("nix").toString());
    }

    @Test
    void saysThatTheFolderIsNotNamed() {
        assertThatThrownBy(() -> new Secret("${file:x}").resolve("token", environment(Map.of())))
                .hasMessageContaining("INFLUXDB_CONNECTOR_SECRETS_DIR is not set");
    }

    @Test
    void showsReferencesButNoValues() {
        assertThat(new Secret("abc")).hasToString("***");
        assertThat(new Secret("${env:INFLUX_TOKEN}")).hasToString("${env:INFLUX_TOKEN}");
    }

    private Map<String, String> secretsFolder() {
        return Map.of(Secret.FOLDER_VARIABLE, folder.toString());
    }

    private static ClientEnvironment environment(Map<String, String> variables) {
        return new ClientEnvironment(variables::get, Clock.systemUTC());
    }
}
