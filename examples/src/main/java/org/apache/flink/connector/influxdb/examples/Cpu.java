/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

/** A measurement of a processor, as a POJO that Flink serializes without help. */
public class Cpu {

    /** Nanoseconds since 1970. */
    public long time;

    /** The machine. */
    public String host;

    /** Per cent. */
    public double usage;

    /** For Flink. */
    public Cpu() {}

    /** A measurement. */
    public Cpu(long time, String host, double usage) {
        this.time = time;
        this.host = host;
        this.usage = usage;
    }

    @Override
    public String toString() {
        return "Cpu{time=" + time + ", host=" + host + ", usage=" + usage + '}';
    }
}
