/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.PointKey;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.client.RefusedDelete;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.client.ServerInfo;
import org.apache.flink.connector.influxdb.client.ShardGroups;
import org.apache.flink.connector.influxdb.client.WriteListener;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** A client whose queries fail when told to, and that remembers which query gave which row. */
final class FaultyClient implements InfluxDBClient {

    private final InfluxDBClient client;
    private final LongSupplier clock;
    private final List<Asked> queries = new ArrayList<>();
    private final Map<InfluxDBRow, Asked> sources = new IdentityHashMap<>();
    private int rowsBeforeFault = -1;
    private Kind fault;

    /** A query that was sent. */
    static final class Asked {
        final TimeRange range;
        final long begin;
        long end;

        Asked(TimeRange range, long begin) {
            this.range = range;
            this.begin = begin;
            this.end = begin;
        }

        @Override
        public String toString() {
            return range + " from step " + begin + " to " + end;
        }
    }

    FaultyClient(InfluxDBClient client, LongSupplier clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The next query fails after so many rows, if it has so many. */
    void failAfter(int rows, Kind kind) {
        rowsBeforeFault = rows;
        fault = kind;
    }

    void failNothing() {
        rowsBeforeFault = -1;
    }

    /** All queries so far. */
    List<Asked> queries() {
        return queries;
    }

    /** The query that gave a row. */
    Asked source(InfluxDBRow row) {
        return sources.get(row);
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        Asked asked = new Asked(range, clock.getAsLong());
        RowCursor cursor = client.query(query, range);
        queries.add(asked);
        int rowsToGive = rowsBeforeFault < 0 ? Integer.MAX_VALUE : rowsBeforeFault;
        rowsBeforeFault = -1;
        return new Cursor(cursor, asked, rowsToGive, fault);
    }

    @Override
    public ServerInfo server() throws InfluxDBException {
        return client.server();
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        return client.serverTime();
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        return client.schema(bucket, measurement);
    }

    @Override
    public BucketRetention retention(String bucket) throws InfluxDBException {
        return client.retention(bucket);
    }

    @Override
    public ShardGroups shardGroups(String bucket) throws InfluxDBException {
        return client.shardGroups(bucket);
    }

    @Override
    public Census census(InfluxDBQuery.OfMeasurement query) throws InfluxDBException {
        return client.census(query);
    }

    @Override
    public List<String> measurements(String bucket) throws InfluxDBException {
        return client.measurements(bucket);
    }

    @Override
    public CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener) {
        return client.write(bucket, precision, lines, listener);
    }

    @Override
    public CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points) {
        return client.delete(bucket, points);
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Cursor implements RowCursor {
        private final RowCursor cursor;
        private final Asked asked;
        private final Kind kind;
        private int rowsToGive;

        Cursor(RowCursor cursor, Asked asked, int rowsToGive, Kind kind) {
            this.cursor = cursor;
            this.asked = asked;
            this.rowsToGive = rowsToGive;
            this.kind = kind;
        }

        @Override
        public boolean next() throws InfluxDBException {
            if (rowsToGive-- == 0) {
                throw new InfluxDBException(kind, "a fault of the test", null);
            }
            boolean found = cursor.next();
            asked.end = clock.getAsLong();
            return found;
        }

        @Override
        public InfluxDBRow row() throws InfluxDBException {
            InfluxDBRow row = cursor.row();
            sources.put(row, asked);
            return row;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
