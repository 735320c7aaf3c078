/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * What some work took.
 *
 * @param seconds by the clock
 * @param jobCpu processor seconds of this JVM, its collector and compiler included
 * @param serverCpu processor seconds of the server, NaN where they cannot be read
 * @param amount what the work returned: rows or bytes
 */
record Measured(double seconds, double jobCpu, double serverCpu, long amount) {

    private static final double NANOS_PER_SECOND = 1e9;

    static Measured of(MeasuredServer server, Callable<Long> work) throws Exception {
        return of(() -> serverCpu(server), work);
    }

    /** Without a server. */
    static Measured alone(Callable<Long> work) throws Exception {
        return of(() -> Double.NaN, work);
    }

    private static Measured of(DoubleSupplier serverCpu, Callable<Long> work) throws Exception {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double serverBefore = serverCpu.getAsDouble();
        long cpuBefore = system.getProcessCpuTime();
        long before = System.nanoTime();
        long amount = work.call();
        return new Measured(
                (System.nanoTime() - before) / NANOS_PER_SECOND,
                (system.getProcessCpuTime() - cpuBefore) / NANOS_PER_SECOND,
                serverCpu.getAsDouble() - serverBefore,
                amount);
    }

    private static double serverCpu(MeasuredServer server) {
        return server.cpu().map(Duration::toMillis).map(ms -> ms / 1000.0).orElse(Double.NaN);
    }

    /** The one whose time is in the middle. */
    static Measured median(List<Measured> all) {
        List<Measured> sorted =
                all.stream().sorted(Comparator.comparingDouble(Measured::seconds)).toList();
        return sorted.get(sorted.size() / 2);
    }
}
