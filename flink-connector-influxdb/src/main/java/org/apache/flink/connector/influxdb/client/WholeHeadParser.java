/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells a head that was cut by a lost connection from one that is whole, or no HTTP at all. The
 * client's own parser takes the lines that have come for all of them, so that an answer lacks its
 * body, and calls half a line wrong.
 */
final class WholeHeadParser implements HttpMessageParser<ClassicHttpResponse> {

    static final HttpMessageParserFactory<ClassicHttpResponse> FACTORY =
            config -> new WholeHeadParser(new DefaultHttpResponseParser());

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};

    private final HttpMessageParser<ClassicHttpResponse> parser;

    private WholeHeadParser(HttpMessageParser<ClassicHttpResponse> parser) {
        this.parser = parser;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws IOException, HttpException {
        Watched watched = new Watched(in);
        try {
            ClassicHttpResponse response = parser.parse(buffer, watched);
            if (watched.ended && response != null) {
                throw cut(null);
            }
            return response;
        } catch (HttpException e) {
            if (watched.ended && watched.isHttp) {
                throw cut(e);
            }
            throw e;
        }
    }

    private static ConnectionClosedException cut(HttpException cause) {
        ConnectionClosedException cut =
                new ConnectionClosedException("the connection ended in the head of the answer");
        cut.initCause(cause);
        return cut;
    }

    /** Notes whether the end came, and whether what came before looks like HTTP. */
    private static final class Watched extends FilterInputStream {
        private long bytes;
        private boolean isHttp = true;
        private boolean ended;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            ended |= count < 0;
            for (int i = 0; i < count && bytes + i < PROTOCOL.length; i++) {
                isHttp &= buffer[offset + i] == PROTOCOL[(int) bytes + i];
            }
            bytes += Math.max(0, count);
            return count;
        }
    }
}
