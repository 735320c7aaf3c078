/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * An InfluxDB whose points change as its clock goes on. It remembers every version of a point and
 * since when it was visible; an answer is what was visible when the query began.
 */
class SimulatedInfluxDB extends FakeInfluxDB {

    private final LongSupplier clock;
    private final TreeMap<Long, Map<String, List<Version>>> points = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<TimeRange> queries = new ArrayList<>();

    /** A value that a point had, and the server's time when it got it. */
    record Version(long visibleAt, long value) {}

    private record Fault(int rowsBefore, Kind kind) {}

    /**
     * An empty server.
     *
     * @param clock its time in nanoseconds since 1970
     */
    SimulatedInfluxDB(LongSupplier clock) {
        this.clock = clock;
    }

    void write(long time, String host, long value) {
        points.computeIfAbsent(time, t -> new TreeMap<>())
                .computeIfAbsent(host, h -> new ArrayList<>())
                .add(new Version(clock.getAsLong(), value));
    }

    /**
     * The next request fails after so many rows; if it is too heavy, the next that can be halved.
     */
    @Override
    SimulatedInfluxDB failAfter(int rowsBefore, Kind kind) {
        faults.add(new Fault(rowsBefore, kind));
        return this;
    }

    /** All points with all their versions, by time and host. */
    Map<Long, Map<String, List<Version>>> points() {
        return points;
    }

    @Override
    List<TimeRange> queries() {
        return queries;
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        if (!faults.isEmpty() && faults.peek().kind() != Kind.TOO_HEAVY) {
            throw exception(faults.poll());
        }
        return Instant.ofEpochSecond(EpochNanos.toInstant(clock.getAsLong()).getEpochSecond());
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        queries.add(range);
        String measurement = ((InfluxDBQuery.OfMeasurement) query).measurement();
        List<InfluxDBRow> answer = new ArrayList<>();
        points.subMap(range.start(), range.stop())
                .forEach(
                        (time, hosts) ->
                                hosts.forEach(
                                        (host, versions) ->
                                                answer.add(
                                                        row(measurement, time, host, versions))));
        return new Cursor(answer, isHalvable(range, answer) ? faults.poll() : null);
    }

    /** Whether the next fault, if it is one of too much, leaves something that can be halved. */
    private boolean isHalvable(TimeRange range, List<InfluxDBRow> answer) {
        if (faults.isEmpty() || faults.peek().kind() != Kind.TOO_HEAVY) {
            return true;
        }
        int given = Math.min(faults.peek().rowsBefore(), answer.size());
        long rest = given == 0 ? range.start() : answer.get(given - 1).timestamp();
        return range.withStart(rest).isDivisible();
    }

    private static InfluxDBRow row(
            String measurement, long time, String host, List<Version> versions) {
        long value = versions.get(versions.size() - 1).value();
        return new InfluxDBRow(LAYOUT, time, new Object[] {measurement, host, value});
    }

    private static InfluxDBException exception(Fault fault) {
        return new InfluxDBException(fault.kind(), "simulated fault " + fault.kind(), null);
    }

    private static final class Cursor implements RowCursor {
        private final List<InfluxDBRow> answer;
        private final Fault fault;
        private int position;

        Cursor(List<InfluxDBRow> answer, Fault fault) {
            this.answer = answer;
            this.fault = fault;
        }

        @Override
        public boolean next() throws InfluxDBException {
            if (fault != null && position == Math.min(fault.rowsBefore(), answer.size())) {
                throw exception(fault);
            }
            position++;
            return position <= answer.size();
        }

        @Override
        public InfluxDBRow row() {
            return answer.get(position - 1);
        }

        @Override
        public void close() {}
    }
}
