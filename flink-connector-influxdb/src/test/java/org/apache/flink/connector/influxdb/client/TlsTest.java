/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The certificates are made by {@code tls/generate.sh}. */
class TlsTest {

    private static final QueryRequest QUERY =
            new QueryRequest("/query", Map.of(), null, null, "*/*", false, "the query");

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "bundle.pem"})
    void readsAndWritesWithAnAuthorityOfOnesOwn(String authorities) throws Exception {
        try (ScriptedServer server = server("server", false)) {
            assertReadsAndWrites(connection(server).tlsCaFile(file(authorities)));
        }
    }

    @Test
    void trustsAnyoneIfToldSo() throws Exception {
        try (ScriptedServer server = server("elsewhere", false)) {
            assertReadsAndWrites(connection(server).tlsSkipVerify(true));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client-rsa.pem, client-rsa.key",
        "client-rsa.pem, client-rsa-pkcs1.key",
        "client-ec.pem, client-ec.key",
        "client-ec.pem, client-ec-sec1.key"
    })
    void provesWhoWeAreByACertificate(String certificate, String key) throws Exception {
        try (ScriptedServer server = server("server", true)) {
            assertReadsAndWrites(
                    connection(server)
                            .tlsCaFile(file("ca.pem"))
                            .tlsClientCertFile(file(certificate))
                            .tlsClientKeyFile(file(key)));
        }
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() throws Exception {
        try (ScriptedServer server = server("server", false)) {
            for (String authority : new String[] {null, file("other-ca.pem")}) {
                assertFails(
                        connection(server).tlsCaFile(authority),
                        "certificate is not trusted",
                        "'tls.ca-file'");
            }
        }
    }

    @Test
    void saysThatTheCertificateIsForAnotherHost() throws Exception {
        try (ScriptedServer server = server("elsewhere", false)) {
            assertFails(
                    connection(server).tlsCaFile(file("ca.pem")),
                    "certificate is for another host name",
                    "'url'");
        }
    }

    @Test
    void saysThatTheServerWantsACertificate() throws Exception {
        try (ScriptedServer server = server("server", true)) {
            assertFails(connection(server).tlsCaFile(file("ca.pem")), "'tls.client.cert-file'");
        }
    }

    @Test
    void saysThatTheServerDoesNotSpeakTls() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(200, "")) {
            assertFails(connection(server), "does not speak TLS", "http://");
        }
    }

    @Test
    void doesNotTryAgainWhereTrustIsMissing() throws Exception {
        try (ScriptedServer server = server("server", false);
                HttpTransport transport = new HttpTransport(connection(server).build())) {
            InfluxDBException failure =
                    catchThrowableOfType(InfluxDBException.class, () -> transport.open(QUERY));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nix.pem, client-rsa.pem, client-rsa.key, tls.ca-file, cannot be read on this machine",
        "server.key, client-rsa.pem, client-rsa.key, tls.ca-file, holds no '-----BEGIN CERT",
        "ca.pem, client-rsa.pem, client-rsa.pem, tls.client.key-file, holds no '-----BEGIN PRIV",
        "ca.pem, client-rsa.pem, client-rsa-encrypted.key, tls.client.key-file, openssl pkey -in",
        "ca.pem, client-rsa.pem, client-ec.key, tls.client.key-file, does not fit the certificate"
    })
    void saysWhatIsWrongWithAFile(
            String authority, String certificate, String key, String setting, String why)
            throws Exception {
        try (ScriptedServer server = server("server", false)) {
            assertFails(
                    connection(server)
                            .tlsCaFile(folder().resolve(authority).toString())
                            .tlsClientCertFile(file(certificate))
                            .tlsClientKeyFile(file(key)),
                    "'" + setting + "'",
                    why);
        }
    }

    @Test
    void closingAnEndlessAnswerTakesNoTime() throws Exception {
        byte[] block = new byte[1 << 16];
        ScriptedServer.Script endless =
                (request, socket, out) -> {
                    ScriptedServer.head(out, 200, "Transfer-Encoding: chunked");
                    // A hundred gigabytes: to drain them would take minutes.
                    for (int i = 0; i < 100 << 14; i++) {
                        ScriptedServer.chunk(out, block);
                    }
                    return false;
                };
        try (ScriptedServer server = new ScriptedServer(listener("server", false), endless);
                HttpTransport transport =
                        new HttpTransport(connection(server).tlsCaFile(file("ca.pem")).build())) {
            StreamedAnswer answer = transport.open(QUERY);
            answer.body().readNBytes(1 << 20);

            long start = System.nanoTime();
            answer.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    private static void assertReadsAndWrites(InfluxDBConnectionOptions.Builder connection)
            throws Exception {
        try (HttpTransport transport = new HttpTransport(connection.build());
                InfluxDBClient client = InfluxDBClient.create(connection.build())) {
            assertThat(transport.open(QUERY).body().readAllBytes()).containsExactly('o', 'k');
            client.write("b", Precision.NS, ByteBuffer.allocate(0)).get();
        }
    }

    private static void assertFails(InfluxDBConnectionOptions.Builder connection, String... texts)
            throws Exception {
        try (HttpTransport transport = new HttpTransport(connection.build());
                InfluxDBClient client = InfluxDBClient.create(connection.build())) {
            InfluxDBException read =
                    catchThrowableOfType(
                            InfluxDBException.class,
                            () -> transport.open(QUERY).body().readAllBytes());
            ExecutionException write =
                    catchThrowableOfType(
                            ExecutionException.class,
                            () -> client.write("b", Precision.NS, ByteBuffer.allocate(0)).get());
            assertThat(read).hasMessageContainingAll(texts);
            assertThat(write.getCause()).hasMessageContainingAll(texts);
        }
    }

    private static InfluxDBConnectionOptions.Builder connection(ScriptedServer server) {
        return InfluxDBConnectionOptions.builder()
                .url("https://localhost:" + server.port())
                .version(InfluxDBVersion.V2);
    }

    private static ScriptedServer server(String certificate, boolean clientCertificate)
            throws Exception {
        return new ScriptedServer(
                listener(certificate, clientCertificate),
                (request, socket, out) -> ScriptedServer.respond(out, 200, "ok"));
    }

    private static ServerSocket listener(String certificate, boolean clientCertificate)
            throws Exception {
        TlsSettings tls =
                new TlsSettings(
                        new Secret(file("ca.pem")),
                        new Secret(file(certificate + ".pem")),
                        new Secret(file(certificate + ".key")),
                        false);
        SSLContext context = TlsContexts.create(tls, ClientEnvironment.ofProcess());
        SSLServerSocket listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(clientCertificate);
        return listener;
    }

    private static String file(String name) throws URISyntaxException {
        return folder().resolve(name).toString();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(TlsTest.class.getResource("/tls/ca.pem").toURI()).getParent();
    }
}
