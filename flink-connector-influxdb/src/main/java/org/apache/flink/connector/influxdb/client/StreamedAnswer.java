/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.Closeable;
import java.io.InputStream;

/** A good answer whose body streams in. */
interface StreamedAnswer extends Closeable {

    /** The body, already decompressed. Reading it after {@link #close} fails. */
    InputStream body();

    /** Cancels the request without reading what is left of its body. Any thread, any time. */
    @Override
    void close();
}
