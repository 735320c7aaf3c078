/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the heap holds right after a full collection. Needs G1, which tells it. */
final class LiveHeap {

    private static final String FULL_COLLECTIONS = "G1 Old Generation";

    private LiveHeap() {}

    /** Collects, and returns the bytes that are left. */
    static long bytes() {
        System.gc();
        Set<String> pools =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getName)
                        .collect(Collectors.toSet());
        Map<String, MemoryUsage> after = lastFullCollection().getMemoryUsageAfterGc();
        return pools.stream().mapToLong(pool -> after.get(pool).getUsed()).sum();
    }

    private static GcInfo lastFullCollection() {
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .filter(bean -> bean.getName().equals(FULL_COLLECTIONS))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Run with -XX:+UseG1GC"))
                .getLastGcInfo();
    }
}
