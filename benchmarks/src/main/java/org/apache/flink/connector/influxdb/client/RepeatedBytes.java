/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.InputStream;

/** The same bytes again and again: a long answer that needs little memory. */
final class RepeatedBytes extends InputStream {

    private final byte[] bytes;
    private int times;
    private int position;

    RepeatedBytes(byte[] bytes, int times) {
        this.bytes = bytes;
        this.times = times;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position == bytes.length) {
            position = 0;
            times--;
        }
        if (times <= 0) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }
}
