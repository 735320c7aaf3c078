/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shard groups of InfluxDB 1.8: {@code SHOW SHARD GROUPS} names them, to administrators only;
 * {@code SHOW RETENTION POLICIES} tells everybody their duration, and how long points are kept.
 */
final class V1ShardGroups {

    /** As Go writes durations: {@code 168h0m0s}. */
    private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

    private final HttpTransport transport;

    V1ShardGroups(HttpTransport transport) {
        this.transport = transport;
    }

    ShardGroups of(BucketPath path, String bucket) throws InfluxDBException {
        Map<String, Object> policy = policy(path, bucket);
        AlignedShardGroups possible =
                AlignedShardGroups.of(seconds(String.valueOf(policy.get("shardGroupDuration"))));
        try {
            List<TimeRange> listed = new ArrayList<>();
            for (Map<String, Object> group : rows("SHOW SHARD GROUPS", path, bucket)) {
                if (path.database().equals(group.get("database"))
                        && policy.get("name").equals(group.get("retention_policy"))) {
                    range(group).ifPresent(listed::add);
                }
            }
            return new ListedShardGroups(listed, possible);
        } catch (InfluxDBException e) {
            if (e.kind() == InfluxDBException.Kind.FORBIDDEN) {
                return possible;
            }
            throw e;
        }
    }

    BucketRetention retention(BucketPath path, String bucket) throws InfluxDBException {
        Map<String, Object> policy = policy(path, bucket);
        return new BucketRetention(
                seconds(String.valueOf(policy.get("duration"))),
                seconds(String.valueOf(policy.get("shardGroupDuration"))));
    }

    private Map<String, Object> policy(BucketPath path, String bucket) throws InfluxDBException {
        String text = "SHOW RETENTION POLICIES ON " + InfluxQl.identifier(path.database());
        for (Map<String, Object> policy : rows(text, path, bucket)) {
            if (path.retentionPolicy().isEmpty()
                    ? Boolean.TRUE.equals(policy.get("default"))
                    : path.retentionPolicy().equals(policy.get("name"))) {
                return policy;
            }
        }
        throw new InfluxDBException(
                InfluxDBException.Kind.NOT_FOUND,
                "Database '"
                        + path.database()
                        + "' has no retention policy '"
                        + path.retentionPolicy()
                        + "'. Correct 'bucket', which is database/retention-policy.",
                null);
    }

    private List<Map<String, Object>> rows(String text, BucketPath path, String bucket)
            throws InfluxDBException {
        String context = InfluxQlDialect.context(bucket, text, Map.of());
        QueryRequest request = InfluxQlDialect.request(text, Map.of(), path, context);
        List<Map<String, Object>> rows = new ArrayList<>();
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 1, context)) {
            while (answer.nextRow()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (String column : answer.columns()) {
                    row.put(column, answer.value(false, null));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** A group reaches beyond the times that points can have, at either end. */
    private static Optional<TimeRange> range(Map<String, Object> group) {
        Instant start = Instant.parse((String) group.get("start_time"));
        Instant stop = Instant.parse((String) group.get("end_time"));
        Instant first = EpochNanos.toInstant(TimeRange.ALL.start());
        Instant last = EpochNanos.toInstant(TimeRange.ALL.stop());
        long from = EpochNanos.of(start.isBefore(first) ? first : start);
        long to = EpochNanos.of(stop.isAfter(last) ? last : stop);
        return from < to ? Optional.of(new TimeRange(from, to)) : Optional.empty();
    }

    private static long seconds(String duration) {
        Matcher parts = DURATION.matcher(duration);
        if (!parts.matches()) {
            return 0;
        }
        return part(parts, 1) * 3600 + part(parts, 2) * 60 + part(parts, 3);
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
