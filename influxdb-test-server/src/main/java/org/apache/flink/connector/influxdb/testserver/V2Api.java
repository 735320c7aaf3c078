/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Map;

/** InfluxDB 2.x. */
final class V2Api implements ServerApi {
    private final RawHttp http;
    private final String organization;
    private String organizationId;

    V2Api(RawHttp http, String organization) {
        this.http = http;
        this.organization = organization;
    }

    /** Sets a fresh server up, which it needs before it answers anything else. */
    static Credentials setUp(String url) {
        Credentials credentials = new Credentials("test-token", "test-org");
        ObjectNode request = RawHttp.JSON.createObjectNode();
        request.put("username", "test-user").put("password", "test-password");
        request.put("org", credentials.organization()).put("bucket", "test-bucket");
        request.put("token", credentials.token());
        new RawHttp(url, Credentials.NONE).postJson("/api/v2/setup", request);
        return credentials;
    }

    /** The organization that the token sees, for a server whose user did not name one. */
    static String discoverOrganization(String url, String token) {
        RawHttp http = new RawHttp(url, new Credentials(token, ""));
        JsonNode organizations =
                RawHttp.json(http.get("/api/v2/orgs", Map.of("limit", "2"))).path("orgs");
        if (organizations.size() != 1) {
            throw new TestServerException(
                    "The token of INFLUXDB_V2_TOKEN sees "
                            + (organizations.isEmpty()
                                    ? "no organization"
                                    : "several organizations")
                            + " on "
                            + url
                            + ": name the one to use in INFLUXDB_V2_ORG");
        }
        return organizations.get(0).path("name").asText();
    }

    @Override
    public void createBucket(String name, Duration retention, Duration shardGroupDuration) {
        ObjectNode request = RawHttp.JSON.createObjectNode();
        request.put("orgID", organizationId()).put("name", name);
        ArrayNode rules = request.putArray("retentionRules");
        if (!retention.isZero() || !shardGroupDuration.isZero()) {
            ObjectNode rule = rules.addObject().put("type", "expire");
            rule.put("everySeconds", retention.toSeconds());
            if (!shardGroupDuration.isZero()) {
                rule.put("shardGroupDurationSeconds", shardGroupDuration.toSeconds());
            }
        }
        http.postJson("/api/v2/buckets", request);
    }

    @Override
    public void dropBucket(String name) {
        http.send(http.request("/api/v2/buckets/" + bucketId(name), Map.of()).DELETE());
    }

    @Override
    public void write(String bucket, String lineProtocol) {
        Map<String, String> parameters = Map.of("org", organization, "bucket", bucket);
        http.post("/api/v2/write", parameters, "text/plain; charset=utf-8", lineProtocol);
    }

    @Override
    public String influxQl(String bucket, String query) {
        return InfluxQl.query(http, bucket, query);
    }

    @Override
    public String flux(String query) {
        return Flux.query(http, Map.of("org", organization), query);
    }

    @Override
    public String createToken(String bucket, String action) {
        ObjectNode request = RawHttp.JSON.createObjectNode();
        request.put("orgID", organizationId());
        ObjectNode permission = request.putArray("permissions").addObject();
        permission.put("action", action);
        ObjectNode resource = permission.putObject("resource");
        resource.put("type", "buckets").put("orgID", organizationId()).put("id", bucketId(bucket));
        return http.postJson("/api/v2/authorizations", request).path("token").asText();
    }

    private String bucketId(String name) {
        Map<String, String> parameters = Map.of("orgID", organizationId(), "name", name);
        JsonNode buckets = RawHttp.json(http.get("/api/v2/buckets", parameters)).path("buckets");
        if (buckets.isEmpty()) {
            throw new TestServerException("There is no bucket " + name);
        }
        return buckets.get(0).path("id").asText();
    }

    private synchronized String organizationId() {
        if (organizationId == null) {
            String answer = http.get("/api/v2/orgs", Map.of("org", organization));
            organizationId = RawHttp.json(answer).path("orgs").path(0).path("id").asText();
        }
        return organizationId;
    }
}
