/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Map;

/** The user's own server, named by variables of the environment. */
final class EnvironmentWay implements ServerWay {
    private final Map<String, String> environment;

    EnvironmentWay(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "a server named by the environment";
    }

    @Override
    public ServerInstance open(ServerKind kind) throws UnavailableException {
        String prefix = "INFLUXDB_V" + kind.generation();
        String url = environment.getOrDefault(prefix + "_URL", "").replaceFirst("/+$", "");
        if (url.isEmpty()) {
            throw new UnavailableException(prefix + "_URL is not set");
        }
        if (kind == ServerKind.V1_AUTH) {
            throw new UnavailableException(prefix + "_URL names a server without users");
        }
        checkVersion(kind, prefix + "_URL", url);
        if (kind.generation() == 1) {
            checkFlux(kind, url);
            return new GivenServer(prefix + "_URL", url, Credentials.NONE);
        }
        String token = environment.getOrDefault(prefix + "_TOKEN", "");
        if (token.isEmpty()) {
            throw new TestServerException(
                    prefix + "_URL is set, but " + prefix + "_TOKEN, which belongs to it, is not");
        }
        String organization = environment.getOrDefault(prefix + "_ORG", "");
        if (organization.isEmpty()) {
            organization = V2Api.discoverOrganization(url, token);
        }
        return new GivenServer(prefix + "_URL", url, new Credentials(token, organization));
    }

    /** A wrong address is the user's mistake: another server must not quietly take its place. */
    private static void checkVersion(ServerKind kind, String variable, String url) {
        String version;
        try {
            version = Ping.version(url);
        } catch (IOException | IllegalArgumentException e) {
            throw new TestServerException(
                    variable + " is " + url + ", where no InfluxDB answers: " + e, e);
        }
        if (!kind.accepts(version)) {
            throw new TestServerException(
                    variable
                            + " is "
                            + url
                            + ", which is InfluxDB "
                            + version
                            + ", not "
                            + kind.generation()
                            + ".x");
        }
    }

    /** One 1.8 server cannot be of both kinds: for the other one we look on. */
    private static void checkFlux(ServerKind kind, String url) throws UnavailableException {
        RawHttp http = new RawHttp(url, Credentials.NONE);
        HttpRequest.Builder request =
                http.request("/api/v2/query", Map.of())
                        .header("Content-Type", "application/vnd.flux")
                        .POST(HttpRequest.BodyPublishers.ofString("buckets()"));
        boolean flux = http.exchange(request).statusCode() != 403;
        if (flux != kind.hasFlux()) {
            throw new UnavailableException(
                    "the server of INFLUXDB_V1_URL, "
                            + url
                            + ", has Flux switched "
                            + (flux ? "on" : "off")
                            + " (flux-enabled in its section [http])");
        }
    }
}
