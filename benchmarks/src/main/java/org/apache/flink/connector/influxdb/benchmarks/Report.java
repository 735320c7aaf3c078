/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables in Markdown, printed as they are ready and kept in a file. */
final class Report {

    private final PrintStream out;
    private final Path file;
    private int failures;

    Report(PrintStream out, Path file) throws IOException {
        this.out = out;
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
    }

    /** Something that is measured. */
    interface Part {
        void run() throws Exception;
    }

    /** Measures something; if it fails, says so and lets the rest go on. */
    void attempt(String name, Part part) throws IOException {
        try {
            part.run();
        } catch (Exception e) {
            failures++;
            e.printStackTrace();
            say("**" + name + " failed: " + e + "**");
        }
    }

    /** How many parts have failed. */
    int failures() {
        return failures;
    }

    /** A line of text, as a paragraph. */
    void say(String text) throws IOException {
        write(text + "\n\n");
    }

    /** Progress, which is printed only. */
    void progress(String text) {
        out.println("... " + text);
    }

    /** A table; columns but the first are numbers. */
    void table(String title, List<String> header, List<List<String>> rows) throws IOException {
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, header);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        line(text, header, widths);
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "|" : "").append('-').append("-".repeat(widths[i]));
            text.append(i == 0 ? "-|" : ":|");
        }
        text.append('\n');
        rows.forEach(row -> line(text, row, widths));
        write(text.append('\n').toString());
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String format = (i == 0 ? "| %-" : " %") + widths[i] + "s |";
            text.append(String.format(format, cells.get(i)));
        }
        text.append('\n');
    }

    private void write(String text) throws IOException {
        out.print("\n" + text);
        out.flush();
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A number with so many decimals, or a dash where there is none. */
    static String number(double value, int decimals) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
