/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Answers without a server: recorded ones, and made ones. */
final class Recorded {

    private Recorded() {}

    /** What a real server once sent: the file's name says which, and in what language. */
    static byte[] file(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/recorded/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A body as Go writes it, from lines that end with a line feed. */
    static byte[] csv(String lines) {
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] body) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer that ends in good order behind these bytes. */
    static StreamedAnswer answer(byte[] body) {
        return answer(new ByteArrayInputStream(body));
    }

    /** An answer that comes in pieces of a few bytes. */
    static StreamedAnswer slow(byte[] body, int piece) {
        return answer(
                new ByteArrayInputStream(body) {
                    @Override
                    public synchronized int read(byte[] buffer, int offset, int length) {
                        return super.read(buffer, offset, Math.min(piece, length));
                    }
                });
    }

    /** An answer in gzip, unpacked as the transport does it. */
    static StreamedAnswer gunzipped(byte[] zipped) {
        InputStream raw = new ByteArrayInputStream(zipped);
        return answer(
                new InputStream() {
                    private InputStream in;

                    @Override
                    public int read() throws IOException {
                        byte[] one = new byte[1];
                        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        if (in == null) {
                            in = new GZIPInputStream(raw);
                        }
                        return in.read(buffer, offset, length);
                    }
                });
    }

    /** An answer whose connection breaks behind these bytes. */
    static StreamedAnswer broken(byte[] body, int length) {
        InputStream good = new ByteArrayInputStream(body, 0, length);
        return answer(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("not used");
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int wanted) throws IOException {
                        int count = good.read(buffer, offset, wanted);
                        if (count < 0) {
                            throw new IOException("connection reset");
                        }
                        return count;
                    }
                });
    }

    static StreamedAnswer answer(InputStream body) {
        return new StreamedAnswer() {
            @Override
            public InputStream body() {
                return body;
            }

            @Override
            public void close() {}
        };
    }
}
