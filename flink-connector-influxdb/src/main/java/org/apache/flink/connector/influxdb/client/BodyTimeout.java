/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Limits the silence within a body by another timeout than the silence before it. The client knows
 * only one, which would go on to count for the body.
 *
 * <p>The head does not end the silence before a body: 1.8 sends it when it has understood a query
 * in InfluxQL, before it runs it ({@code services/httpd/handler.go}).
 */
final class BodyTimeout extends HttpRequestExecutor {

    private final Timeout silence;

    BodyTimeout(Timeout silence) {
        this.silence = silence;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        ClassicHttpResponse response = super.execute(request, connection, callback, context);
        if (response.getEntity() == null) {
            connection.setSocketTimeout(silence);
        } else {
            response.setEntity(
                    new Body(response.getEntity(), () -> connection.setSocketTimeout(silence)));
        }
        return response;
    }

    /** A body that tells when something of it has come. */
    private static final class Body extends HttpEntityWrapper {
        private final Runnable begins;

        Body(HttpEntity body, Runnable begins) {
            super(body);
            this.begins = begins;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new FilterInputStream(super.getContent()) {
                private boolean begun;

                @Override
                public int read() throws IOException {
                    int value = super.read();
                    begin();
                    return value;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = super.read(buffer, offset, length);
                    begin();
                    return count;
                }

                private void begin() {
                    if (!begun) {
                        begun = true;
                        begins.run();
                    }
                }
            };
        }
    }
}
