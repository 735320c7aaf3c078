/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.entity.AbstractBinAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AbstractAsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes an answer from the asynchronous client, but keeps no more of its body than a limit. */
final class LimitedAnswer extends AbstractAsyncResponseConsumer<AnswerHead, String> {

    /**
     * An answer to come.
     *
     * @param limit how many bytes of the body are kept
     * @param longest after how many bytes the request fails, lest it go on for ever
     */
    LimitedAnswer(int limit, long longest) {
        super(() -> new Body(limit, longest));
    }

    @Override
    protected AnswerHead buildResult(HttpResponse response, String body, ContentType type) {
        return new AnswerHead(
                response.getCode(), AnswerHead.headers(response), body == null ? "" : body);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // 1xx, which asks for nothing.
    }

    private static final class Body extends AbstractBinAsyncEntityConsumer<String> {

        private final int limit;
        private final long longest;
        private long seen;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body(int limit, long longest) {
            this.limit = limit;
            this.longest = longest;
        }

        @Override
        protected void streamStart(ContentType contentType) {}

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer part, boolean endOfStream) throws IOException {
            seen += part.remaining();
            if (seen > longest) {
                throw new ContentTooLongException("The answer is larger than " + seen + " bytes");
            }
            int length = Math.min(part.remaining(), limit - bytes.size());
            byte[] copy = new byte[length];
            part.get(copy);
            bytes.writeBytes(copy);
            part.position(part.limit());
        }

        @Override
        protected String generateContent() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void releaseResources() {
            bytes.reset();
        }
    }
}
