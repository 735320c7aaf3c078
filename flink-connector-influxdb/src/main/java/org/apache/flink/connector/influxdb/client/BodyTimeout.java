/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

import java.io.IOException;

/**
 * Limits the silence within a body by another timeout than the silence before it. The client knows
 * only one, which would go on to count for the body.
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
        connection.setSocketTimeout(silence);
        return response;
    }
}
