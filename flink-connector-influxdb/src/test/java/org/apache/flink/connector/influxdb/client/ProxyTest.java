/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProxyTest {

    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes());
    private static final QueryRequest QUERY =
            new QueryRequest("/query", Map.of(), null, null, "*/*", false, "the query");

    @Test
    void sendsPlainRequestsThroughTheProxyWithLoginFromTheStart() throws Exception {
        try (ScriptedServer proxy = proxy()) {
            InfluxDBConnectionOptions.Builder connection =
                    connection("http://influxdb.invalid:8086", proxy.url(), "s3cret");
            assertReadsAndWrites(connection);

            assertThat(proxy.requests()).hasSize(2);
            assertThat(proxy.requests().get(0).target())
                    .isEqualTo("http://influxdb.invalid:8086/query");
            assertThat(proxy.requests().get(0).header("authorization")).isEqualTo("Token abc");
        }
    }

    @Test
    void tunnelsTlsThroughTheProxyAndShowsItNothing() throws Exception {
        try (ScriptedServer proxy = proxy();
                ScriptedServer server = tlsServer()) {
            InfluxDBConnectionOptions.Builder connection =
                    connection("https://localhost:" + server.port(), proxy.url(), "s3cret")
                            .tlsCaFile(file("ca.pem"));
            assertReadsAndWrites(connection);

            assertThat(proxy.requests()).hasSize(2);
            assertThat(proxy.requests())
                    .allSatisfy(
                            request -> {
                                assertThat(request.method()).isEqualTo("CONNECT");
                                assertThat(request.target())
                                        .isEqualTo("localhost:" + server.port());
                                assertThat(request.header("authorization")).isEmpty();
                            });
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(
                            request -> assertThat(request.header("proxy-authorization")).isEmpty());
        }
    }

    @Test
    void saysThatTheProxyRefusesTheLogin() throws Exception {
        try (ScriptedServer proxy = proxy()) {
            for (String url :
                    new String[] {"http://influxdb.invalid", "https://influxdb.invalid"}) {
                for (String password : new String[] {null, "wrong"}) {
                    InfluxDBException failure = failure(connection(url, proxy.url(), password));

                    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
                    assertThat(failure.getMessage())
                            .contains("407", "'proxy.username' and 'proxy.password'")
                            .doesNotContain("wrong");
                }
            }
        }
    }

    @Test
    void saysThatTheProxyIsNotThere() throws Exception {
        String gone = ScriptedServer.goneUrl();

        InfluxDBException failure = failure(connection("http://influxdb.invalid", gone, null));

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.getMessage()).contains("'proxy.url' (" + gone + ")");
    }

    private static void assertReadsAndWrites(InfluxDBConnectionOptions.Builder connection)
            throws Exception {
        try (HttpTransport transport = new HttpTransport(connection.build());
                InfluxDBClient client = InfluxDBClient.create(connection.build())) {
            assertThat(transport.open(QUERY).body().readAllBytes()).containsExactly('o', 'k');
            client.write("b", Precision.NS, ByteBuffer.allocate(0)).get();
        }
    }

    private static InfluxDBException failure(InfluxDBConnectionOptions.Builder connection) {
        try (HttpTransport transport = new HttpTransport(connection.build());
                InfluxDBClient client = InfluxDBClient.create(connection.build())) {
            InfluxDBException read =
                    catchThrowableOfType(InfluxDBException.class, () -> transport.open(QUERY));
            ExecutionException write =
                    catchThrowableOfType(
                            ExecutionException.class,
                            () -> client.write("b", Precision.NS, ByteBuffer.allocate(0)).get());
            assertThat(((InfluxDBException) write.getCause()).kind()).isEqualTo(read.kind());
            return read;
        }
    }

    private static InfluxDBConnectionOptions.Builder connection(
            String url, String proxyUrl, String password) {
        return InfluxDBConnectionOptions.builder()
                .url(url)
                .version(InfluxDBVersion.V2)
                .authentication(Authentication.token("abc"))
                .proxyUrl(proxyUrl)
                .proxyUsername(password == null ? null : "me")
                .proxyPassword(password);
    }

    /** Wants a login; answers plain requests itself, and connects tunnels. */
    private static ScriptedServer proxy() throws IOException {
        return new ScriptedServer(
                (request, socket, out) -> {
                    if (!request.header("proxy-authorization").equals(LOGIN)) {
                        return ScriptedServer.respond(
                                out, 407, "no", "Proxy-Authenticate: Basic realm=\"x\"");
                    }
                    if (!request.method().equals("CONNECT")) {
                        return ScriptedServer.respond(out, 200, "ok");
                    }
                    String[] target = request.target().split(":");
                    try (Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
                        ScriptedServer.head(out, 200);
                        Thread back = new Thread(() -> pump(server, out));
                        back.start();
                        socket.getInputStream().transferTo(server.getOutputStream());
                    }
                    return false;
                });
    }

    private static void pump(Socket from, OutputStream to) {
        try {
            from.getInputStream().transferTo(to);
        } catch (IOException e) {
            // One of them hung up.
        }
    }

    private static ScriptedServer tlsServer() throws Exception {
        TlsSettings tls =
                new TlsSettings(
                        null,
                        new Secret(file("server.pem")),
                        new Secret(file("server.key")),
                        false);
        SSLContext context = TlsContexts.create(tls, ClientEnvironment.ofProcess());
        return new ScriptedServer(
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                (request, socket, out) -> ScriptedServer.respond(out, 200, "ok"));
    }

    private static String file(String name) throws Exception {
        return Path.of(ProxyTest.class.getResource("/tls/" + name).toURI()).toString();
    }
}
