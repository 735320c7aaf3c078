/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a curve with block characters. */
final class Chart {

    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
    private static final int HEIGHT = 8;

    private Chart() {}

    /**
     * A curve over as many columns as fit.
     *
     * @param values from left to right; NaN leaves a gap
     */
    static List<String> lines(String title, double[] values, int width) {
        double[] columns = shrink(values, width);
        double top = 0;
        for (double value : columns) {
            top = Double.isNaN(value) ? top : Math.max(top, value);
        }
        List<String> lines = new ArrayList<>();
        lines.add(title);
        for (int row = HEIGHT - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder();
            line.append(
                    row == HEIGHT - 1
                            ? String.format(Locale.ROOT, "%7.1f ┤", top)
                            : row == 0 ? "    0.0 ┤" : "        │");
            for (double value : columns) {
                double eighths = Double.isNaN(value) ? 0 : value / top * HEIGHT * 8 - row * 8;
                line.append(EIGHTHS.charAt((int) Math.max(0, Math.min(8, Math.round(eighths)))));
            }
            lines.add(line.toString());
        }
        lines.add("        └" + "─".repeat(columns.length));
        return lines;
    }

    private static double[] shrink(double[] values, int width) {
        if (values.length <= width) {
            return values;
        }
        double[] columns = new double[width];
        for (int i = 0; i < width; i++) {
            int from = (int) ((long) i * values.length / width);
            int to = (int) ((long) (i + 1) * values.length / width);
            double sum = 0;
            for (int j = from; j < to; j++) {
                sum += values[j];
            }
            columns[i] = sum / (to - from);
        }
        return columns;
    }
}
