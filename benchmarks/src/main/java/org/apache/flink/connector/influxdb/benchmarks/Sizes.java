/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

/**
 * How much is read and how often.
 *
 * @param answerPasses how often the answer of about 45 MB is repeated for the parsers
 * @param influxQlPoints of the jobs that read in InfluxQL
 * @param fluxPoints of the jobs that read in Flux, of the dialects and of influxdb-client-java
 * @param longPoints of the long jobs
 * @param fieldsPoints of the single series of 20 fields
 * @param writePoints of the jobs that write
 * @param silentSeconds how long a server answers nothing
 * @param rounds how often each job runs; the median counts
 */
record Sizes(
        int answerPasses,
        long influxQlPoints,
        long fluxPoints,
        long longPoints,
        long fieldsPoints,
        long writePoints,
        int silentSeconds,
        int rounds) {

    static final Sizes FULL =
            new Sizes(9, 3_000_000, 1_000_000, 10_000_000, 1_000_000, 3_000_000, 60, 3);

    /** To see that all of it runs. The figures say nothing. */
    static final Sizes QUICK = new Sizes(1, 300_000, 100_000, 1_000_000, 100_000, 100_000, 8, 1);
}
