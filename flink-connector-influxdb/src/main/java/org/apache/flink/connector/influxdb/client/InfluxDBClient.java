/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to an InfluxDB of any generation. Safe for use by several threads. It connects when
 * it is first asked for something, not before.
 */
@Internal
public interface InfluxDBClient extends Closeable {

    /** A client over HTTP. */
    static InfluxDBClient create(InfluxDBConnectionOptions options) {
        return create(options, QueryListener.NONE);
    }

    /** A client over HTTP that tells of its queries. */
    static InfluxDBClient create(InfluxDBConnectionOptions options, QueryListener listener) {
        return new HttpInfluxDBClient(options, ClientEnvironment.ofProcess(), listener);
    }

    /** Which server it is: asked once by {@code /ping}, then remembered. */
    ServerInfo server() throws InfluxDBException;

    /** The server's clock, asked anew (the {@code Date} header: exact to a second). */
    Instant serverTime() throws InfluxDBException;

    /**
     * Opens a query over a range of time.
     *
     * @return a cursor over the answer, which streams in as it is read; the caller closes it
     */
    RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException;

    /** The tags and fields of a measurement; empty if the server has no such measurement. */
    MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException;

    /**
     * The fields of the measurements of a bucket, asked for in one go.
     *
     * @param limit of how many measurements at most
     * @return the schemas by measurement, without the tags; nothing where the server tells them
     *     only one by one
     */
    default Optional<Map<String, MeasurementSchema>> schemas(String bucket, int limit)
            throws InfluxDBException {
        return Optional.empty();
    }

    /** The names of all measurements of the bucket, in no order. */
    List<String> measurements(String bucket) throws InfluxDBException;

    /**
     * The shard groups that cover a range of time, or as much of it as is known, for cutting splits
     * at their bounds: from the server's list where it may be read, else computed from the duration
     * that the bucket has today.
     */
    ShardGroups shardGroups(String bucket) throws InfluxDBException;

    /**
     * How long the bucket keeps its points, asked anew.
     *
     * @throws InfluxDBException also if the server does not tell it to us
     */
    BucketRetention retention(String bucket) throws InfluxDBException;

    /**
     * Where the points of a query are, by the schema that the server has now: to be asked anew for
     * what may have been written since.
     */
    Census census(InfluxDBQuery.OfMeasurement query) throws InfluxDBException;

    /**
     * Writes line protocol.
     *
     * @param lines whole lines, not compressed; must not change until the future is done
     * @return done when the server has confirmed, else failed with an {@link InfluxDBException}; it
     *     is completed on a thread of the client
     */
    default CompletableFuture<Void> write(String bucket, Precision precision, ByteBuffer lines) {
        return write(bucket, precision, lines, WriteListener.NONE);
    }

    /** The same, for somebody who wants to know what is sent. */
    CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener);

    /**
     * Deletes points, and no others. A point that does not exist counts as deleted.
     *
     * @return those that were not deleted, because the server could only delete more than them; or
     *     failed with an {@link InfluxDBException}, after which some may be deleted. It is
     *     completed on a thread of the client
     */
    CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points);

    /** Ends all requests at once. */
    @Override
    void close();
}
