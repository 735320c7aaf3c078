/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.influxdb.client.domain.WritePrecision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Made-up readings of machines: all of them one each ten seconds, with the tags {@code host} and
 * {@code region}. Of four fields in a row two are floats of full precision, as shares of CPU time
 * are, one is a float of two decimals and one an integer. The same number always gives the same
 * reading.
 *
 * @param measurement its name
 * @param series how many machines
 * @param fields how many fields each reading has
 * @param points how many readings there are of all machines together
 */
public record DataSet(String measurement, int series, int fields, long points) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long START =
            Instant.parse("2026-01-05T00:00:00Z").getEpochSecond() * NANOS_PER_SECOND;
    private static final long INTERVAL = 10 * NANOS_PER_SECOND;
    private static final String[] REGIONS = {"asia", "europe", "america"};
    private static final List<String> HOSTS =
            IntStream.range(0, 100).mapToObj(DataSet::host).toList();
    private static final String[] NAMES = {"usage_user", "usage_system", "load1", "requests"};

    /** The time of the readings of a round. */
    public static long time(long round) {
        return START + round * INTERVAL;
    }

    /** The range of time that holds the first of the readings. */
    TimeRange firstPoints(long count) {
        return new TimeRange(time(0), time((count + series - 1) / series));
    }

    /** The range of time of all readings. */
    TimeRange range() {
        return firstPoints(points);
    }

    public static String host(int machine) {
        return String.format("host-%05d", machine);
    }

    public static String region(int machine) {
        return REGIONS[machine % REGIONS.length];
    }

    public static String field(int field) {
        return field < NAMES.length
                ? NAMES[field]
                : String.format("%s_%d", NAMES[field % NAMES.length], field / NAMES.length);
    }

    public static boolean isInteger(int field) {
        return field % NAMES.length == 3;
    }

    List<String> fieldNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            names.add(field(i));
        }
        return names;
    }

    /** The types of the first four fields. */
    static Map<String, ColumnType> fieldTypes() {
        Map<String, ColumnType> types = new HashMap<>();
        for (int i = 0; i < NAMES.length; i++) {
            types.put(NAMES[i], isInteger(i) ? ColumnType.INTEGER : ColumnType.FLOAT);
        }
        return types;
    }

    /** The value of a float: from 1 to 100, so that it is never written with an exponent. */
    public static double floating(long point, int field) {
        double value = 1 + 99 * noise(31 * point + field);
        return field % NAMES.length == 2 ? Math.rint(value * 100) / 100 : value;
    }

    public static long integer(long point, int field) {
        return (long) (1_000_000 * noise(31 * point + field));
    }

    /** Appends the reading of this number, from 0, in line protocol. */
    void appendLine(long point, StringBuilder lines) {
        int machine = (int) (point % series);
        lines.append(measurement).append(",host=").append(host(machine));
        lines.append(",region=").append(region(machine));
        for (int i = 0; i < fields; i++) {
            lines.append(i == 0 ? ' ' : ',').append(field(i)).append('=');
            if (isInteger(i)) {
                lines.append(integer(point, i)).append('i');
            } else {
                lines.append(floating(point, i));
            }
        }
        lines.append(' ').append(time(point / series)).append('\n');
    }

    /** The reading of this number, from 0, as a point: of at most 100 series and four fields. */
    public Point point(long point) {
        int machine = (int) (point % series);
        Point made =
                Point.measurement(measurement)
                        .tag("host", HOSTS.get(machine))
                        .tag("region", region(machine))
                        .time(time(point / series));
        for (int i = 0; i < fields; i++) {
            if (isInteger(i)) {
                made.field(NAMES[i], integer(point, i));
            } else {
                made.field(NAMES[i], floating(point, i));
            }
        }
        return made;
    }

    /** The same as a point of influxdb-client-java. */
    public com.influxdb.client.write.Point peerPoint(long point, WritePrecision precision) {
        int machine = (int) (point % series);
        com.influxdb.client.write.Point made =
                com.influxdb.client.write.Point.measurement(measurement)
                        .addTag("host", HOSTS.get(machine))
                        .addTag("region", region(machine))
                        .time(time(point / series), precision);
        for (int i = 0; i < fields; i++) {
            if (isInteger(i)) {
                made.addField(NAMES[i], integer(point, i));
            } else {
                made.addField(NAMES[i], floating(point, i));
            }
        }
        return made;
    }

    /** A number from 0 to 1 that looks random: the finalizer of MurmurHash3. */
    private static double noise(long number) {
        long hash = number + 1;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
    }
}
