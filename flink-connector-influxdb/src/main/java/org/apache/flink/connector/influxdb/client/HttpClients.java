/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;

import java.net.URI;
import java.time.Duration;

/**
 * The two HTTP clients of a connection, made when they are first needed: a blocking one for reads
 * and one that answers by callbacks for writes. Neither follows redirects, repeats requests, keeps
 * cookies or unpacks bodies on its own.
 */
final class HttpClients implements ModalCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);

    // The callers limit how many requests are under way; the pool never does.
    private static final int ENOUGH_CONNECTIONS = 1000;

    // Go servers close a connection that was idle for 3 minutes; ours is gone before that.
    private static final TimeValue IDLE_LIMIT = TimeValue.ofMinutes(1);
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

    private final InfluxDBConnectionOptions options;
    private final ClientEnvironment environment;

    private CloseableHttpClient blocking;
    private CloseableHttpAsyncClient asynchronous;
    private DefaultClientTlsStrategy tlsStrategy;
    private BasicCredentialsProvider credentials;
    private volatile boolean closed;

    HttpClients(InfluxDBConnectionOptions options, ClientEnvironment environment) {
        this.options = options;
        this.environment = environment;
    }

    /** The client for answers that stream in. */
    synchronized CloseableHttpClient blocking() throws InfluxDBException {
        failIfClosed();
        if (blocking == null) {
            SocketConfig sockets =
                    SocketConfig.custom()
                            .setSoTimeout(timeout(options.timeouts().request()))
                            .build();
            ManagedHttpClientConnectionFactory connections =
                    ManagedHttpClientConnectionFactory.builder()
                            .responseParserFactory(WholeHeadParser.FACTORY)
                            .build();
            blocking =
                    HttpClientBuilder.create()
                            .setConnectionManager(
                                    PoolingHttpClientConnectionManagerBuilder.create()
                                            .setConnectionFactory(connections)
                                            .setTlsSocketStrategy(tlsStrategy())
                                            .setDefaultTlsConfig(tlsConfig())
                                            .setDefaultConnectionConfig(connectionConfig())
                                            .setDefaultSocketConfig(sockets)
                                            .setMaxConnPerRoute(ENOUGH_CONNECTIONS)
                                            .setMaxConnTotal(ENOUGH_CONNECTIONS)
                                            .build())
                            .setRequestExecutor(
                                    new BodyTimeout(timeout(options.timeouts().request())))
                            .setProxy(proxy())
                            .setDefaultCredentialsProvider(credentials())
                            .setUserAgent(USER_AGENT)
                            .disableAutomaticRetries()
                            .disableRedirectHandling()
                            .disableCookieManagement()
                            .disableContentCompression()
                            .disableConnectionState()
                            .build();
        }
        return blocking;
    }

    /** The client for writes, whose futures end on a thread of its own. */
    synchronized CloseableHttpAsyncClient asynchronous() throws InfluxDBException {
        failIfClosed();
        if (asynchronous == null) {
            Timeout silence = timeout(options.timeouts().request());
            // Silence is looked for this often, so a timeout comes late by as much.
            long lookEvery = Math.max(1, Math.min(1000, silence.toMilliseconds() / 4));
            asynchronous =
                    HttpAsyncClientBuilder.create()
                            .setConnectionManager(
                                    PoolingAsyncClientConnectionManagerBuilder.create()
                                            .setTlsStrategy(tlsStrategy())
                                            .setDefaultTlsConfig(tlsConfig())
                                            .setDefaultConnectionConfig(connectionConfig())
                                            .setMaxConnPerRoute(ENOUGH_CONNECTIONS)
                                            .setMaxConnTotal(ENOUGH_CONNECTIONS)
                                            .build())
                            .setIOReactorConfig(
                                    IOReactorConfig.custom()
                                            .setIoThreadCount(1)
                                            .setSoTimeout(silence)
                                            .setSelectInterval(TimeValue.ofMilliseconds(lookEvery))
                                            .build())
                            .setThreadFactory(new DefaultThreadFactory("influxdb-client-io", true))
                            .setIoReactorExceptionCallback(this::ioThreadEnded)
                            .setProxy(proxy())
                            .setDefaultCredentialsProvider(credentials())
                            .setUserAgent(USER_AGENT)
                            .disableAutomaticRetries()
                            .disableRedirectHandling()
                            .disableCookieManagement()
                            .disableContentCompression()
                            .disableConnectionState()
                            .build();
            asynchronous.start();
        }
        return asynchronous;
    }

    /** Closing takes the selector away from under the I/O thread: that is no fault. */
    private void ioThreadEnded(Exception fault) {
        if (closed) {
            LOG.debug("An I/O thread of a client that is closed has ended", fault);
        } else {
            LOG.error(
                    "An I/O thread has ended; once a write has failed for it, another is started",
                    fault);
        }
    }

    /**
     * Makes room for another client for writes, if the one that failed has lost its I/O thread. It
     * would fail with all writes from then on, and after an error there is nobody who could tell.
     */
    void failed(CloseableHttpAsyncClient client, Exception fault) {
        if (!(fault instanceof IOReactorShutdownException)) {
            return;
        }
        synchronized (this) {
            if (asynchronous == client) {
                asynchronous = null;
            }
        }
        client.close(CloseMode.IMMEDIATE);
    }

    private static final String USER_AGENT = "flink-connector-influxdb";

    /** The settings of a request that may be silent this long before its answer begins. */
    RequestConfig requestConfig(Duration silence) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(options.timeouts().request()))
                .setResponseTimeout(timeout(silence))
                .setProtocolUpgradeEnabled(false)
                .setContentCompressionEnabled(false)
                .setRedirectsEnabled(false)
                .build();
    }

    /** What a request carries along inside the client: a login at a proxy, from the start. */
    synchronized HttpClientContext context() throws InfluxDBException {
        HttpClientContext context = HttpClientContext.create();
        HttpHost proxy = proxy();
        BasicCredentialsProvider known = credentials();
        if (proxy != null && known != null) {
            BasicScheme login = new BasicScheme();
            login.initPreemptive(known.getCredentials(new AuthScope(proxy), context));
            BasicAuthCache cache = new BasicAuthCache();
            cache.put(proxy, login);
            context.setAuthCache(cache);
        }
        return context;
    }

    private ConnectionConfig connectionConfig() {
        return ConnectionConfig.custom()
                .setConnectTimeout(timeout(options.timeouts().connect()))
                .setSocketTimeout(timeout(options.timeouts().request()))
                .setIdleTimeout(IDLE_LIMIT.toTimeout())
                .setValidateAfterInactivity(CHECK_AFTER)
                .build();
    }

    private TlsConfig tlsConfig() {
        return TlsConfig.custom()
                .setHandshakeTimeout(timeout(options.timeouts().connect()))
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .build();
    }

    private DefaultClientTlsStrategy tlsStrategy() throws InfluxDBException {
        if (tlsStrategy == null) {
            SSLContext context = TlsContexts.create(options.tls(), environment);
            tlsStrategy =
                    options.tls().skipVerify()
                            ? new DefaultClientTlsStrategy(
                                    context,
                                    HostnameVerificationPolicy.CLIENT,
                                    NoopHostnameVerifier.INSTANCE)
                            : new DefaultClientTlsStrategy(
                                    context, HostnameVerificationPolicy.BUILTIN, null);
        }
        return tlsStrategy;
    }

    @Nullable
    private HttpHost proxy() {
        String url = options.proxy().url();
        return url == null ? null : HttpHost.create(URI.create(url));
    }

    @Nullable
    private BasicCredentialsProvider credentials() throws InfluxDBException {
        ProxySettings proxy = options.proxy();
        HttpHost host = proxy();
        if (host == null || proxy.username() == null || proxy.password() == null) {
            return null;
        }
        if (credentials == null) {
            String user = proxy.username().resolve("proxy.username", environment);
            String password = proxy.password().resolve("proxy.password", environment);
            credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(user, password.toCharArray()));
        }
        return credentials;
    }

    private void failIfClosed() throws InfluxDBException {
        if (closed) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.CONNECTION, "This client is closed", null);
        }
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    @Override
    public void close() {
        close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close(CloseMode mode) {
        CloseableHttpClient first;
        CloseableHttpAsyncClient second;
        synchronized (this) {
            closed = true;
            first = blocking;
            second = asynchronous;
        }
        if (first != null) {
            first.close(mode);
        }
        if (second != null) {
            second.close(mode);
        }
    }
}
