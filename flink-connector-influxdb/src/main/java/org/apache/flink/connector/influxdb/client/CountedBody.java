/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that tells how many bytes of it are received. */
final class CountedBody extends FilterInputStream {

    private final QueryListener.Answer answer;
    private boolean begun;

    CountedBody(InputStream body, QueryListener.Answer answer) {
        super(body);
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            begun = true;
            answer.received(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            begun = true;
            answer.received(count);
        }
        return count;
    }

    /** Whether any of it has been received. */
    boolean hasBegun() {
        return begun;
    }
}
