/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.table.client.SqlClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fills an InfluxDB and opens a Flink SQL prompt with the tables of the demo declared. */
public final class DemoShell {

    private static final long POINTS = 100_000;

    private DemoShell() {}

    /**
     * Arguments: the generation of InfluxDB, 1 or 2, a folder for files, then any for Flink's SQL
     * client.
     */
    public static void main(String[] args) {
        System.exit(
                Demo.start(
                        args[0],
                        POINTS,
                        demo -> {
                            demo.write();
                            open(demo, Path.of(args[1]), List.of(args).subList(2, args.length));
                            return true;
                        }));
    }

    private static void open(Demo demo, Path folder, List<String> arguments) throws IOException {
        Path init = Files.writeString(folder.resolve("init.sql"), demo.initScript());
        List<String> client = new ArrayList<>();
        client.addAll(List.of("embedded", "-i", init.toString()));
        client.addAll(List.of("-hist", folder.resolve("history").toString()));
        client.addAll(arguments);
        System.out.println(
                """

                  Tables: machine, machine_hourly. For example:
                    SELECT host, COUNT(*), AVG(`usage`) FROM machine GROUP BY host;
                    QUIT;
                """);
        SqlClient.main(client.toArray(new String[0]));
    }
}
