/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.ColumnType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A measurement that is written at random: few instants, so that series meet; late points, new
 * series, points written over, fields that most points lack, types that change from one shard group
 * to the next. It remembers what was written when, by a clock that counts steps.
 */
final class RandomPoints {

    static final long SHARD_GROUP = TimeUnit.HOURS.toNanos(1);
    static final long START = 1_767_571_200_000_000_000L; // 2026-01-05T00:00:00Z
    static final int SHARD_GROUPS = 5;
    static final List<String> FIELDS = List.of("f0", "f1", "f2", "f3");

    private static final List<ColumnType> TYPES =
            List.of(
                    ColumnType.FLOAT,
                    ColumnType.INTEGER,
                    ColumnType.STRING,
                    ColumnType.BOOLEAN,
                    ColumnType.UNSIGNED);

    private static final String[][] TAGS = {
        {"a", "x", "y", "z w", "ä,b"}, {"b", "1", "2", "3"}, {"c", "${q}", "\"", "'"}
    };

    private final Random random;
    private final String measurement;
    private final boolean typesChange;
    private final int types;
    private final List<Long> instants = new ArrayList<>();
    private final List<Map<String, String>> series = new ArrayList<>();
    private final Map<Integer, ColumnType> typeOf = new HashMap<>();
    private final Map<Identity, Versions> points = new LinkedHashMap<>();
    private int values;

    /** What makes two points one. */
    record Identity(Map<String, String> tags, long time) {}

    /** The values of a field over the steps of the test. */
    static final class Versions {
        private final Map<String, TreeMap<Long, Object>> ofField = new HashMap<>();

        /** The first step at which the point has one of the fields; the end of time if never. */
        long firstStep(List<String> fields) {
            return fields.stream()
                    .map(ofField::get)
                    .filter(versions -> versions != null)
                    .mapToLong(TreeMap::firstKey)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }

        /** The values that a reader may see that begins and ends at these steps. */
        List<Object> between(String field, long begin, long end) {
            TreeMap<Long, Object> versions = ofField.getOrDefault(field, new TreeMap<>());
            List<Object> seen = new ArrayList<>(versions.subMap(begin, false, end, true).values());
            seen.add(
                    versions.floorKey(begin) == null
                            ? null
                            : versions.floorEntry(begin).getValue());
            return seen;
        }
    }

    RandomPoints(Random random, String measurement, boolean hasUnsigned) {
        this.random = random;
        this.measurement = measurement;
        this.types = hasUnsigned ? TYPES.size() : TYPES.size() - 1;
        this.typesChange = random.nextInt(3) == 0;
        for (int i = 2 + random.nextInt(10); i > 0; i--) {
            instants.add(newInstant());
        }
        int count = random.nextInt(6) == 0 ? 60 : 1 + random.nextInt(8);
        TreeSet<String> known = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> tags = newSeries();
            if (known.add(tags.toString())) {
                series.add(tags);
            }
        }
    }

    private long newInstant() {
        long group = START + random.nextInt(SHARD_GROUPS) * SHARD_GROUP;
        if (!instants.isEmpty() && random.nextInt(3) == 0) {
            return Math.min(instants.get(random.nextInt(instants.size())) + 1, end() - 1);
        }
        return switch (random.nextInt(5)) {
            case 0 -> group;
            case 1 -> group + SHARD_GROUP - 1;
            default -> group + (long) (random.nextDouble() * SHARD_GROUP);
        };
    }

    private Map<String, String> newSeries() {
        Map<String, String> tags = new TreeMap<>();
        for (String[] tag : TAGS) {
            if (random.nextBoolean()) {
                tags.put(tag[0], tag[1 + random.nextInt(tag.length - 1)]);
            }
        }
        if (random.nextInt(3) == 0) {
            tags.put("d", "d" + random.nextInt(40));
        }
        return tags;
    }

    /** Behind all points. */
    static long end() {
        return START + SHARD_GROUPS * SHARD_GROUP;
    }

    /** Points at random; the earlier ones of an identity are written over. */
    String next(int most, long step) {
        if (random.nextInt(4) == 0) {
            instants.add(newInstant());
        }
        if (random.nextInt(4) == 0) {
            series.add(newSeries());
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            line(series.get(random.nextInt(series.size())), oneOf(instants), step, lines);
        }
        return lines.toString();
    }

    /** Points at an instant and around it. */
    String near(long time, long step) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            long at = random.nextBoolean() ? time : time - 1 + random.nextInt(3);
            Map<String, String> tags = random.nextBoolean() ? newSeries() : oneOf(series);
            if (at >= START && at < end()) {
                line(tags, at, step, lines);
            }
        }
        return lines.toString();
    }

    private <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void line(Map<String, String> tags, long time, long step, StringBuilder lines) {
        lines.append(measurement);
        tags.forEach((key, tag) -> lines.append(',').append(key).append('=').append(escaped(tag)));
        Versions versions = points.computeIfAbsent(new Identity(tags, time), key -> new Versions());
        char separator = ' ';
        int always = random.nextInt(FIELDS.size());
        for (int i = 0; i < FIELDS.size(); i++) {
            if (i == always || random.nextInt(3) == 0) {
                Object value = value(type(i, time));
                lines.append(separator).append(FIELDS.get(i)).append('=').append(notation(value));
                versions.ofField
                        .computeIfAbsent(FIELDS.get(i), key -> new TreeMap<>())
                        .put(step, value);
                separator = ',';
            }
        }
        lines.append(' ').append(time).append('\n');
    }

    private static String escaped(String tag) {
        return tag.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    private ColumnType type(int field, long time) {
        int group = typesChange ? (int) ((time - START) / SHARD_GROUP) : 0;
        return typeOf.computeIfAbsent(
                group * FIELDS.size() + field, key -> TYPES.get(random.nextInt(types)));
    }

    private Object value(ColumnType type) {
        values++;
        return switch (type) {
            case FLOAT -> values + (random.nextBoolean() ? 0.1 : 0);
            case INTEGER -> (random.nextInt(5) == 0 ? 9007199254740993L : 0) + values;
            case UNSIGNED ->
                    java.math.BigInteger.ONE
                            .shiftLeft(63)
                            .add(java.math.BigInteger.valueOf(values));
            case BOOLEAN -> values % 2 == 0;
            default -> random.nextInt(5) == 0 ? "" : "s\n" + values + ",\"";
        };
    }

    private static String notation(Object value) {
        if (value instanceof Long) {
            return value + "i";
        }
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return value + (value instanceof java.math.BigInteger ? "u" : "");
    }

    /** All that was written, by identity. */
    Map<Identity, Versions> points() {
        return points;
    }

    /** Whether types change, so that a number may come back as another type of number. */
    boolean typesChange() {
        return typesChange;
    }
}
