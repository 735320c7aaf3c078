/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.table.client.SqlClient;

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
    public static void main(String[] args) throws Exception {
        ServerKind kind = args[0].equals("1") ? ServerKind.V1 : ServerKind.V2;
        try (InfluxDBServer server = InfluxDBServer.shared(kind);
                Demo demo = new Demo(server, POINTS, System.out, System.console() != null)) {
            demo.write();
            Path init = Files.writeString(Path.of(args[1], "init.sql"), demo.initScript());
            List<String> client =
                    new ArrayList<>(
                            List.of(
                                    "embedded",
                                    "-i",
                                    init.toString(),
                                    "-hist",
                                    args[1] + "/history"));
            client.addAll(List.of(args).subList(2, args.length));
            System.out.println(
                    """

                      Tables: machine, machine_hourly. For example:
                        SELECT host, COUNT(*), AVG(`usage`) FROM machine GROUP BY host;
                        QUIT;
                    """);
            SqlClient.main(client.toArray(new String[0]));
        }
        System.exit(0);
    }
}
