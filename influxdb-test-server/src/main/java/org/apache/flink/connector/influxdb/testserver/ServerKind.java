/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** Which server a test runs against: a generation of InfluxDB and what is switched on in it. */
public enum ServerKind {
    /** InfluxDB 1.8 as it comes: Flux is switched off. */
    V1(1, "1.8.10", false, false),
    /** InfluxDB 1.8 with {@code flux-enabled = true}. */
    V1_FLUX(1, "1.8.10", true, false),
    /** InfluxDB 1.8 with {@code auth-enabled = true} and one administrator. */
    V1_AUTH(1, "1.8.10", false, true),
    /** InfluxDB 2.x with one organization, one user and one all-access token. */
    V2(2, "2.9.1", true, true);

    private final int generation;
    private final String version;
    private final boolean flux;
    private final boolean users;

    ServerKind(int generation, String version, boolean flux, boolean users) {
        this.generation = generation;
        this.version = version;
        this.flux = flux;
        this.users = users;
    }

    /** The first number of the version: what the install script takes as its argument. */
    public int generation() {
        return generation;
    }

    /**
     * The version that the install script builds. A server found elsewhere may be another of its
     * line.
     */
    public String version() {
        return version;
    }

    /** Whether the server answers Flux queries. */
    public boolean hasFlux() {
        return flux;
    }

    /** Whether the server wants to know who asks. */
    public boolean hasUsers() {
        return users;
    }

    /**
     * Whether a server that calls itself by this version can stand for this kind. One that was
     * built without its version says {@code unknown} (1.8) or {@code dev} (2.x).
     */
    boolean accepts(String serverVersion) {
        return serverVersion.startsWith(generation + ".")
                || serverVersion.equals(generation == 1 ? "unknown" : "dev");
    }
}
