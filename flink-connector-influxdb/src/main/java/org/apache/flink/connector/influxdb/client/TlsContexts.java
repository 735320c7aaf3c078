/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** Makes the TLS context of a client from PEM files. */
final class TlsContexts {

    private TlsContexts() {}

    static SSLContext create(TlsSettings tls, ClientEnvironment environment)
            throws InfluxDBException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls, environment), trustManagers(tls, environment), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            if (e instanceof InfluxDBException known) {
                throw known;
            }
            throw new InfluxDBException(
                    InfluxDBException.Kind.INVALID,
                    "The settings 'tls.*' cannot be used (" + tls + "): " + e.getMessage(),
                    e);
        }
    }

    @Nullable
    private static TrustManager[] trustManagers(TlsSettings tls, ClientEnvironment environment)
            throws GeneralSecurityException, IOException {
        if (tls.skipVerify()) {
            return new TrustManager[] {new TrustEveryone()};
        }
        if (tls.caFile() == null) {
            return null; // Those of the JVM.
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<X509Certificate> authorities = certificates(tls.caFile(), "tls.ca-file", environment);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Nullable
    private static KeyManager[] keyManagers(TlsSettings tls, ClientEnvironment environment)
            throws GeneralSecurityException, IOException {
        if (tls.certFile() == null || tls.keyFile() == null) {
            return null;
        }
        List<X509Certificate> chain =
                certificates(tls.certFile(), "tls.client.cert-file", environment);
        String keyPath = tls.keyFile().resolvePath("tls.client.key-file", environment);
        PrivateKey key = PemFiles.privateKey(Path.of(keyPath), "tls.client.key-file", chain.get(0));
        // The store lives in memory only; its password protects nothing.
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, password, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static List<X509Certificate> certificates(
            Secret file, String setting, ClientEnvironment environment) throws InfluxDBException {
        return PemFiles.certificates(Path.of(file.resolvePath(setting, environment)), setting);
    }

    /** What {@code tls.skip-verify} asks for. */
    private static final class TrustEveryone extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
