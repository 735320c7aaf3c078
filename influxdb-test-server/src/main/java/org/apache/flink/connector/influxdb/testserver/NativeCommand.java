/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a native server is told to use one port and one folder, and to be small and quiet. */
final class NativeCommand {
    private NativeCommand() {}

    /** The command line; writes a configuration file into the folder where there must be one. */
    static List<String> of(ServerKind kind, Path binary, Path folder, int port) throws IOException {
        if (kind.generation() == 1) {
            Path file = folder.resolve("influxdb.conf");
            Files.writeString(file, v1Configuration(folder, port, kind));
            return List.of(binary.toString(), "run", "-config", file.toString());
        }
        return List.of(
                binary.toString(),
                "--http-bind-address=127.0.0.1:" + port,
                "--bolt-path=" + folder.resolve("influxd.bolt"),
                "--sqlite-path=" + folder.resolve("influxd.sqlite"),
                "--engine-path=" + folder.resolve("engine"),
                "--log-level=error",
                "--reporting-disabled",
                "--ui-disabled");
    }

    /** The backup service, which nobody uses, has no switch: it gets a port that is free. */
    private static String v1Configuration(Path folder, int port, ServerKind kind) {
        return """
                reporting-disabled = true
                bind-address = "127.0.0.1:0"
                [meta]
                  dir = '%1$s/meta'
                [data]
                  dir = '%1$s/data'
                  wal-dir = '%1$s/wal'
                  query-log-enabled = false
                [monitor]
                  store-enabled = false
                [subscriber]
                  enabled = false
                [continuous_queries]
                  enabled = false
                [http]
                  bind-address = "127.0.0.1:%2$d"
                  flux-enabled = %3$b
                  auth-enabled = %4$b
                  log-enabled = false
                  suppress-write-log = true
                [logging]
                  level = "error"
                  suppress-logo = true
                """
                .formatted(folder, port, kind.hasFlux(), kind.hasUsers());
    }
}
