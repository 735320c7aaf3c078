/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.benchmarks.DataSet;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What Flux answers to {@code from |> range |> filter} over machines of four fields: one table for
 * each field of each series, a new block where the type changes, all tags in every row.
 */
final class CsvAnswer {

    private static final int FIELDS = 4;

    private CsvAnswer() {}

    /** An answer with its end. */
    static byte[] of(int series, int rounds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        int table = 0;
        boolean isFirst = true;
        boolean isInteger = false;
        for (int machine = 0; machine < series; machine++) {
            for (int field = 0; field < FIELDS; field++) {
                if (isFirst || isInteger != DataSet.isInteger(field)) {
                    isInteger = DataSet.isInteger(field);
                    head(out, isFirst, isInteger);
                    isFirst = false;
                }
                table(out, table++, machine, field, series, rounds);
            }
        }
        out.print("\r\n");
        out.flush();
        return bytes.toByteArray();
    }

    private static void head(PrintStream out, boolean isFirst, boolean isInteger) {
        out.print(isFirst ? "" : "\r\n");
        out.print("#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,");
        out.print(isInteger ? "long" : "double");
        out.print(",string,string,string,string\r\n");
        out.print("#group,false,false,true,true,false,false,true,true,true,true\r\n");
        out.print("#default,_result,,,,,,,,,\r\n");
        out.print(",result,table,_start,_stop,_time,_value,_field,_measurement,host,region\r\n");
    }

    private static void table(
            PrintStream out, int table, int machine, int field, int series, int rounds) {
        String key = ",," + table + "," + time(0) + "," + time(rounds) + ",";
        String tags =
                ","
                        + DataSet.field(field)
                        + ",cpu,"
                        + DataSet.host(machine)
                        + ","
                        + DataSet.region(machine)
                        + "\r\n";
        for (int round = 0; round < rounds; round++) {
            long point = (long) round * series + machine;
            out.print(key);
            out.print(time(round));
            out.print(',');
            if (DataSet.isInteger(field)) {
                out.print(DataSet.integer(point, field));
            } else {
                out.print(DataSet.floating(point, field));
            }
            out.print(tags);
        }
    }

    private static String time(long round) {
        return Instant.ofEpochSecond(0, DataSet.time(round)).toString();
    }

    /** A body that ends without a call to a server. */
    static StreamedAnswer streamed(InputStream body) {
        return new StreamedAnswer() {
            @Override
            public InputStream body() {
                return body;
            }

            @Override
            public void close() {}
        };
    }
}
