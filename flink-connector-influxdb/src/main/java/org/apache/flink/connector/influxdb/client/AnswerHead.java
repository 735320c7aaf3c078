/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpResponse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * An answer that is not streamed: an error, or a few words.
 *
 * @param status of HTTP
 * @param headers of which only the first of a name counts
 * @param body as text, cut at a limit
 */
record AnswerHead(int status, Headers headers, String body) {

    /** Looks up a header, without regard to case: its first value, or the empty string. */
    @FunctionalInterface
    interface Headers {
        String first(String name);
    }

    /** Reads an answer, but no more of its body than the limit. */
    static AnswerHead read(ClassicHttpResponse response, int limit) throws IOException {
        Headers headers = headers(response);
        HttpEntity entity = response.getEntity();
        String body = "";
        if (entity != null) {
            InputStream in = entity.getContent();
            boolean gzip = headers.first("Content-Encoding").equalsIgnoreCase("gzip");
            byte[] bytes = (gzip ? new GZIPInputStream(in) : in).readNBytes(limit);
            body = new String(bytes, StandardCharsets.UTF_8);
        }
        return new AnswerHead(response.getCode(), headers, body);
    }

    static Headers headers(HttpResponse response) {
        return name -> {
            Header header = response.getFirstHeader(name);
            return header == null || header.getValue() == null ? "" : header.getValue().strip();
        };
    }

    boolean isPage() {
        return isPage(headers);
    }

    /** InfluxDB 2.x answers unknown paths with its user interface, and proxies have pages too. */
    static boolean isPage(Headers headers) {
        return headers.first("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
    }
}
