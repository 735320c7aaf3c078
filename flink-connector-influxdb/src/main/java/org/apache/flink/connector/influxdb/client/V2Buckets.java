/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What InfluxDB 2.x tells of its buckets. */
final class V2Buckets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private final HttpTransport transport;

    V2Buckets(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * A bucket.
     *
     * @param retention how long it keeps points
     */
    record Bucket(String id, String organizationId, BucketRetention retention) {}

    /**
     * The bucket of a name or, as for writes, of an id; nothing if there is none, or if the token
     * may not read it.
     */
    Optional<Bucket> find(String nameOrId) throws InfluxDBException {
        if (!ID.matcher(nameOrId).matches()) {
            return findBy("name", nameOrId);
        }
        try {
            Optional<Bucket> named = findBy("name", nameOrId);
            if (named.isPresent()) {
                return named;
            }
        } catch (InfluxDBException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
        return findBy("id", nameOrId);
    }

    private Optional<Bucket> findBy(String property, String value) throws InfluxDBException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(property, value);
        String organization = transport.options().organization();
        if (!organization.isEmpty()) {
            parameters.put("org", organization);
        }
        JsonNode buckets =
                get("/api/v2/buckets", parameters, "looking up bucket '" + value + "'")
                        .path("buckets");
        for (JsonNode bucket : buckets) {
            if (bucket.path(property).asText().equals(value)) {
                return Optional.of(
                        new Bucket(
                                bucket.path("id").asText(),
                                bucket.path("orgID").asText(),
                                retention(bucket.path("retentionRules").path(0))));
            }
        }
        return Optional.empty();
    }

    private static BucketRetention retention(JsonNode rule) {
        return new BucketRetention(
                rule.path("everySeconds").asLong(0),
                rule.path("shardGroupDurationSeconds").asLong(0));
    }

    /** The bucket, which has to be there and readable. */
    Bucket readable(String name) throws InfluxDBException {
        return find(name)
                .orElseThrow(
                        () ->
                                new InfluxDBException(
                                        Kind.NOT_FOUND,
                                        "Bucket '"
                                                + name
                                                + "' of organization '"
                                                + transport.options().organization()
                                                + "' is not there, or the token may not read it."
                                                + " Correct 'bucket' or 'org', or give the token"
                                                + " the right to read the bucket.",
                                        null));
    }

    /**
     * How InfluxQL addresses a bucket.
     *
     * <p>Since 2.4 every bucket has a virtual mapping: {@code a/b} is database a with retention
     * policy b, and any other name a database with the policy autogen. But a mapping that somebody
     * made has precedence, and may lead to another bucket under the very name of this one. So the
     * mappings of the bucket are looked up, and checked.
     */
    BucketPath path(String name) throws InfluxDBException {
        Bucket bucket = readable(name);
        Map<String, String> ofBucket =
                Map.of("orgID", bucket.organizationId(), "bucketID", bucket.id());
        for (JsonNode mapping : mappings(ofBucket, name)) {
            String database = mapping.path("database").asText();
            String policy = mapping.path("retention_policy").asText();
            if (!database.isEmpty()
                    && !policy.isEmpty()
                    && (!mapping.path("virtual").asBoolean()
                            || leadsTo(bucket, database, policy, name))) {
                return new BucketPath(
                        database,
                        policy,
                        transport.options().organization(),
                        mapping.path("default").asBoolean());
            }
        }
        throw new InfluxDBException(
                Kind.UNSUPPORTED,
                "Bucket '"
                        + name
                        + "' cannot be read with InfluxQL: the server maps no database and retention"
                        + " policy to it. Since 2.4 it does so by itself, unless another mapping has"
                        + " taken the name; else make one with 'influx v1 dbrp create', or read with"
                        + " Flux.",
                null);
    }

    /**
     * Whether a virtual mapping is in force. Asked for by bucket, the server lists it even if a
     * mapping that somebody made has its name; asked for by database it does not.
     */
    private boolean leadsTo(Bucket bucket, String database, String policy, String name)
            throws InfluxDBException {
        Map<String, String> ofDatabase = Map.of("orgID", bucket.organizationId(), "db", database);
        for (JsonNode mapping : mappings(ofDatabase, name)) {
            if (mapping.path("database").asText().equals(database)
                    && mapping.path("retention_policy").asText().equals(policy)) {
                return mapping.path("bucketID").asText().equals(bucket.id());
            }
        }
        return false;
    }

    private JsonNode mappings(Map<String, String> filter, String name) throws InfluxDBException {
        return get(
                        "/api/v2/dbrps",
                        filter,
                        "looking up the InfluxQL mapping of bucket '" + name + "'")
                .path("content");
    }

    private JsonNode get(String path, Map<String, String> parameters, String context)
            throws InfluxDBException {
        QueryRequest request =
                new QueryRequest(path, parameters, "", null, "application/json", false, context);
        try (StreamedAnswer answer = transport.open(request);
                InputStream body = answer.body()) {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InfluxDBException(
                    Kind.MALFORMED,
                    "The server answers with no JSON when " + context + ": " + e.getMessage(),
                    e);
        } catch (InfluxDBException e) {
            throw e;
        } catch (IOException e) {
            throw new InfluxDBException(
                    Kind.INCOMPLETE,
                    "The answer ended early when " + context + ": " + e.getMessage(),
                    e);
        }
    }
}
