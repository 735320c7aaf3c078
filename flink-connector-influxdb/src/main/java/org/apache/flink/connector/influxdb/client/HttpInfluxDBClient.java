/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The client over HTTP. */
final class HttpInfluxDBClient implements InfluxDBClient {

    private final InfluxDBConnectionOptions options;
    private final HttpTransport transport;
    private final VersionDetection detection;
    private final HttpDeletes deletes;

    private volatile ServerInfo server;
    private volatile Queries queries;

    HttpInfluxDBClient(
            InfluxDBConnectionOptions options,
            ClientEnvironment environment,
            QueryListener listener) {
        this.options = options;
        this.transport = new HttpTransport(options, environment, listener);
        this.detection = new VersionDetection(transport.errors());
        this.deletes =
                new HttpDeletes(
                        new HttpTransport(
                                options, environment, listener, options.timeouts().request()));
    }

    @Override
    public ServerInfo server() throws InfluxDBException {
        ServerInfo known = server;
        if (known == null) {
            synchronized (this) {
                known = server;
                if (known == null) {
                    known = supported(ask());
                    server = known;
                }
            }
        }
        return known;
    }

    private ServerInfo ask() throws InfluxDBException {
        Optional<InfluxDBVersion> forced = options.version();
        return forced.isPresent()
                ? new ServerInfo(forced.get(), "", "")
                : detection.of(transport.ping());
    }

    private ServerInfo supported(ServerInfo info) throws InfluxDBException {
        if (info.version() == InfluxDBVersion.V3) {
            throw new InfluxDBException(
                    Kind.UNSUPPORTED,
                    "The server at "
                            + options.url()
                            + " is "
                            + info.version()
                            + (info.text().isEmpty() ? "" : " (version " + info.text() + ")")
                            + ", which this version of the connector cannot talk to. It can talk to"
                            + " InfluxDB 1.8 and 2.x.",
                    null);
        }
        return info;
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        PingAnswer ping = transport.ping();
        String date = ping.answer().headers().first("Date");
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw new InfluxDBException(
                    Kind.MALFORMED,
                    "The server's clock is unknown: the answer of "
                            + ping.call().url()
                            + " has no usable header Date ('"
                            + date
                            + "'). Check what stands between here and the server.",
                    e);
        }
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        return queries().query(query, range);
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        return queries().schema(bucket, measurement);
    }

    @Override
    public Optional<Map<String, MeasurementSchema>> schemas(String bucket, int limit)
            throws InfluxDBException {
        return queries().schemas(bucket, limit);
    }

    @Override
    public List<String> measurements(String bucket) throws InfluxDBException {
        return queries().measurements(bucket);
    }

    @Override
    public ShardGroups shardGroups(String bucket) throws InfluxDBException {
        return queries().shardGroups(bucket);
    }

    @Override
    public BucketRetention retention(String bucket) throws InfluxDBException {
        return queries().retention(bucket);
    }

    @Override
    public Census census(InfluxDBQuery.OfMeasurement query) throws InfluxDBException {
        return queries().census(query);
    }

    private Queries queries() throws InfluxDBException {
        Queries known = queries;
        if (known == null) {
            known = new Queries(transport, server().version());
            queries = known;
        }
        return known;
    }

    @Override
    public CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener) {
        return transport.write(() -> writeRequest(bucket, precision), lines, listener);
    }

    private WriteRequest writeRequest(String bucket, Precision precision) throws InfluxDBException {
        InfluxDBVersion version = server().version();
        Map<String, String> parameters = new LinkedHashMap<>();
        String path;
        if (version == InfluxDBVersion.V1) {
            path = "/write";
            int slash = bucket.indexOf('/');
            parameters.put("db", slash < 0 ? bucket : bucket.substring(0, slash));
            if (slash >= 0) {
                parameters.put("rp", bucket.substring(slash + 1));
            }
        } else {
            path = "/api/v2/write";
            parameters.put("org", options.organization());
            parameters.put("bucket", bucket);
        }
        parameters.put("precision", precision.parameter(version));
        return new WriteRequest(path, parameters, "bucket '" + bucket + "'");
    }

    @Override
    public CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points) {
        try {
            return deletes.delete(server().version(), bucket, points);
        } catch (InfluxDBException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        deletes.close();
        transport.close();
    }
}
