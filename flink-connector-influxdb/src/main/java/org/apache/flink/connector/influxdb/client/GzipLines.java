/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses line protocol. */
final class GzipLines extends GZIPOutputStream {

    private static final int BUFFER = 16 * 1024;

    private GzipLines(ByteArrayOutputStream out) throws IOException {
        super(out, BUFFER);
        // Lines repeat themselves so much that the fastest level is nearly as small as the best.
        def.setLevel(Deflater.BEST_SPEED);
    }

    static byte[] compress(ByteBuffer lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, lines.remaining() / 4));
        try (GzipLines gzip = new GzipLines(out)) {
            if (lines.hasArray()) {
                gzip.write(
                        lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
            } else {
                byte[] part = new byte[Math.min(BUFFER, lines.remaining())];
                while (lines.hasRemaining()) {
                    int length = Math.min(part.length, lines.remaining());
                    lines.get(part, 0, length);
                    gzip.write(part, 0, length);
                }
            }
        }
        return out.toByteArray();
    }
}
