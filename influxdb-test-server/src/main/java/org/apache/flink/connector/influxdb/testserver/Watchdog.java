/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small shell beside the JVM that ends a server and removes its folder when the JVM is gone.
 *
 * <p>It reads from a pipe that the JVM holds open. However the JVM ends, {@code kill -9} included,
 * the system closes the pipe, so there is no shutdown hook that could be left out.
 */
final class Watchdog {
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            pid=
            while read -r line; do pid=$line; done
            [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null
            rm -rf "$0" 2>/dev/null || { sleep 1; rm -rf "$0"; }
            """;

    private final Process shell;

    Watchdog(Path folder) throws IOException {
        shell =
                new ProcessBuilder("sh", "-c", SCRIPT, folder.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
    }

    /** From now on this process is the one to end. */
    void watch(Process server) throws IOException {
        tell(server.pid() + "\n");
    }

    /** The process has ended, and its number may soon be somebody else's. */
    void watchNothing() throws IOException {
        tell("\n");
    }

    private void tell(String line) throws IOException {
        OutputStream pipe = shell.getOutputStream();
        pipe.write(line.getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    /** Ends the watch as the end of the JVM would, and waits until the folder is gone. */
    void close() throws IOException, InterruptedException {
        shell.getOutputStream().close();
        shell.waitFor(30, TimeUnit.SECONDS);
    }
}
