/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks for the field types of a measurement. The answer takes servers the longer the more
 * measurements they have, 10 ms and more among 10,000; so for a job that writes many of them all
 * are asked for at once, and what is not among them is held to be new.
 */
final class FieldTypeQuestion implements BucketFacts.Question<FieldTypes> {

    /** How many measurements of a bucket are asked for one by one. */
    static final int ONE_BY_ONE = 20;

    /** How long all of them count as such. */
    static final Duration RECENT = Duration.ofMinutes(1);

    /** Asking for all takes no more than one part of this of the time. */
    private static final long SHARE = 20;

    private final FieldTypes noneYet = new FieldTypes(new MeasurementSchema(List.of(), Map.of()));
    private final InfluxDBClient client;
    private final LongSupplier clock;
    private final Map<String, Listing> listings = new HashMap<>();

    /**
     * A question.
     *
     * @param clock nanoseconds that never go back
     */
    FieldTypeQuestion(InfluxDBClient client, LongSupplier clock) {
        this.client = client;
        this.clock = clock;
    }

    private static final class Listing {
        private int oneByOne;
        private boolean isPossible = true;
        private Map<String, FieldTypes> types = Map.of();
        private long validUntil;
        private boolean isThere;
    }

    @Override
    public FieldTypes ask(String bucket, String measurement, boolean isNew)
            throws InfluxDBException {
        Listing listing = listings.computeIfAbsent(bucket, unseen -> new Listing());
        if (isNew && listing.isPossible && ++listing.oneByOne > ONE_BY_ONE) {
            if (!listing.isThere || clock.getAsLong() - listing.validUntil > 0) {
                list(bucket, listing);
            }
            FieldTypes types = listing.types.get(measurement);
            if (types != null) {
                return types;
            }
            if (listing.isPossible && listing.types.size() < BucketFacts.CAPACITY) {
                return noneYet;
            }
        }
        return new FieldTypes(client.schema(bucket, measurement));
    }

    private void list(String bucket, Listing listing) throws InfluxDBException {
        long start = clock.getAsLong();
        Optional<Map<String, MeasurementSchema>> schemas =
                client.schemas(bucket, BucketFacts.CAPACITY);
        long end = clock.getAsLong();
        listing.isPossible = schemas.isPresent();
        listing.isThere = true;
        listing.validUntil = end + Math.max(RECENT.toNanos(), SHARE * (end - start));
        Map<String, FieldTypes> types = new HashMap<>();
        schemas.orElse(Map.of())
                .forEach((measurement, schema) -> types.put(measurement, new FieldTypes(schema)));
        listing.types = types;
    }
}
