/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.utils.FactoryMocks;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the factory takes, and what it says of what it does not take. */
class InfluxDBDynamicTableFactoryTest {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.physical("time", DataTypes.TIMESTAMP_LTZ(9).notNull()),
                    Column.physical("host", DataTypes.STRING().notNull()),
                    Column.physical("usage", DataTypes.DOUBLE()));

    private static final ResolvedSchema WITH_KEY =
            new ResolvedSchema(
                    COLUMNS,
                    List.of(),
                    UniqueConstraint.primaryKey("pk", List.of("time", "host")),
                    List.of());

    private static final ResolvedSchema WITHOUT_KEY = ResolvedSchema.of(COLUMNS);

    @Test
    void testFactoryIsFoundByFlink() {
        DynamicTableSource source = FactoryMocks.createTableSource(WITH_KEY, options());
        DynamicTableSink sink = FactoryMocks.createTableSink(WITH_KEY, options());

        assertThat(source).isInstanceOf(InfluxDBDynamicTableSource.class);
        assertThat(sink).isInstanceOf(InfluxDBDynamicTableSink.class);
    }

    @Test
    void testDatabaseStandsForBucket() {
        Map<String, String> options = options();
        options.put("database", options.remove("bucket"));

        assertThatCode(() -> source(WITH_KEY, options)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "org, my-org",
        "token.file, /run/secrets/token",
        "version, auto",
        "version, 2",
        "connect.timeout, 5 s",
        "request.timeout, 1 min",
        "scan.response.timeout, 20 min",
        "measurement, cpu",
        "time.column, time",
        "tag.columns, host",
        "scan.query.language, flux",
        "scan.query.language, INFLUXQL",
        "scan.startup.mode, latest",
        "scan.bounded.mode, latest",
        "scan.split.max-rows, 1000",
        "scan.split.duration, 1 h",
        "scan.max-open-splits, 4",
        "scan.fetch-size, 500",
        "scan.query.resume, fail",
        "scan.gzip, true",
        "scan.max-retries, 3",
        "scan.retry.initial-backoff, 1 s",
        "scan.retry.max-backoff, 1 min",
        "scan.parallelism, 2",
        "filter.handling.policy, never",
        "sink.batch.max-size, 100",
        "sink.flush-buffer.size, 1 mb",
        "sink.flush-buffer.timeout, 2 s",
        "sink.requests.max-inflight, 1",
        "sink.requests.max-buffered, 10000",
        "sink.precision, ms",
        "sink.gzip, false",
        "sink.max-retries, 5",
        "sink.retry.initial-backoff, 1 s",
        "sink.retry.max-backoff, 1 min",
        "sink.circuit-breaker.failures, 3",
        "sink.preflight, false",
        "sink.type-guard, coerce",
        "sink.max-series, 1000",
        "sink.on-max-series, fail",
        "sink.on-empty-point, skip",
        "sink.time.assign, true",
        "sink.ignore-null-values, false",
        "sink.delete.mode, ignore",
        "sink.parallelism, 2"
    })
    void testOptionIsTakenByScanAndSinkAlike(String key, String value) {
        assertThatCode(() -> source(WITH_KEY, with(key, value))).doesNotThrowAnyException();
        assertThatCode(() -> sink(WITH_KEY, with(key, value))).doesNotThrowAnyException();
    }

    @Test
    void testUnknownOptionIsNamedWithThoseThatExist() {
        assertThatThrownBy(() -> source(WITH_KEY, with("tag.colums", "host")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("tag.colums")
                .hasMessageContaining("tag.columns");
    }

    @Test
    void testMissingOptionsAreNamedTogether() {
        assertThatThrownBy(() -> source(WITH_KEY, new HashMap<>()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("bucket")
                .hasMessageContaining("url");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url | localhost | 'url'",
                "version | 4 | 'version' = '4' is none of 'auto', '1', '2' and '3'",
                "connect.timeout | 0 s | 'connect.timeout'",
                "scan.gzip | maybe | 'scan.gzip' = 'maybe' is none of 'auto', 'true' and 'false'",
                "scan.startup.mode | timestamp | 'timestamp' needs 'scan.startup.timestamp'",
                "scan.startup.timestamp | 2026-01-01T00:00:00Z | only with 'scan.startup.mode'",
                "scan.startup.before | 1 h | takes effect only with 'scan.startup.mode' = 'before'",
                "scan.bounded.mode | timestamp | 'timestamp' needs 'scan.bounded.timestamp'",
                "scan.poll.interval | 2 s | 'scan.poll.interval', setPollInterval takes effect only",
                "scan.poll.delay | 2 s | 'scan.poll.delay', setPollDelay takes effect only",
                "scan.late-arrival | 2 s | 'scan.late-arrival', setLateArrival takes effect only",
                "scan.late-arrival.interval | 0 s | 'scan.late-arrival.interval'",
                "scan.late-arrival.max-points | 0 | 'scan.late-arrival.max-points'",
                "scan.discovery.interval | 1 s | 'scan.discovery.interval'",
                "measurement-pattern | a( | 'measurement-pattern', setMeasurementPattern: no regular",
                "scan.query.language | sql | 'scan.query.language' = 'sql': SQL is a language of",
                "scan.query | SELECT 1 | but not its language: add 'scan.query.language'",
                "scan.max-open-splits | 0 | 'scan.max-open-splits', setMaxOpenSplits: 0 is less than 1",
                "scan.fetch-size | 0 | 'scan.fetch-size', setFetchSize: 0 is less than 1",
                "scan.query.result | mean | 'scan.query.result', setQueryResult: only a query",
                "scan.query.resume | restart | 'scan.query.resume', setQueryResume: restart is for",
                "scan.split.max-rows | 0 | 'scan.split.max-rows', setSplitMaxRows: 0 is less",
                "scan.split.duration | 0 s | 'scan.split.duration'",
                "scan.max-retries | -1 | 'scan.max-retries'",
                "scan.retry.initial-backoff | 1 min | 'scan.retry.max-backoff'",
                "bucket | ` ` | 'bucket'",
                "tag.columns | host;region | names 'region', which is no physical column",
                "tag.columns | host;time | names the time column 'time'",
                "tag.columns | usage | Column 'usage' of type DOUBLE cannot be a tag",
                "tag.columns | `` | PRIMARY KEY column 'host' is a field",
                "time.column | host | Column 'host' of type STRING NOT NULL cannot be the time",
                "measurement | `` | 'measurement' is empty",
                "username | me | 'password' is missing: it belongs to ['username']",
                "oauth2.client-id | me | 'oauth2.token-url' is missing"
            })
    void testWrongScanOptionIsNamedWithTheWayOut(String key, String value, String fault) {
        assertThatThrownBy(() -> source(WITH_KEY, with(key, value)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("default.default.t1")
                .hasMessageContaining(fault);
    }

    @Test
    void testScanOfAPatternIsNamedByIt() {
        Map<String, String> options = with("scan.bounded.mode", "unbounded");
        options.put("scan.poll.interval", "100 ms");
        options.put("scan.poll.delay", "1 s");
        options.put("scan.late-arrival", "2 min");
        options.put("scan.late-arrival.interval", "5 s");
        options.put("scan.late-arrival.max-points", "7");
        options.put("scan.discovery.interval", "1 s");
        options.put("measurement-pattern", "c.*");

        assertThat(source(WITH_KEY, options).asSummaryString())
                .isEqualTo("InfluxDB measurements c.*");
    }

    @Test
    void testMeasurementAndPatternExcludeEachOther() {
        Map<String, String> options = with("measurement", "cpu");
        options.put("measurement-pattern", "c.*");

        assertThatThrownBy(() -> source(WITH_KEY, options))
                .hasMessageContaining("'measurement' and 'measurement-pattern' are set together");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "measurement-pattern | c.* | 'measurement-pattern' says what to read",
                "sink.batch.max-size | 0 | sink.batch.max-size",
                "sink.requests.max-buffered | 10 | sink.requests.max-buffered",
                "sink.circuit-breaker.failures | 0 | sink.circuit-breaker.failures",
                "sink.delete.mode | drop | 'sink.delete.mode' = 'drop'",
                "measurement | cpu_{region} | names {region}, which is no STRING column",
                "bucket | b_{region} | 'bucket' = 'b_{region}' names {region}, which is no STRING",
                "bucket | b_{usage} | 'bucket' = 'b_{usage}' names {usage}, which is no STRING",
                "measurement | cpu_{usage} | names {usage}, which is no STRING column",
                "time.column | ts | There is no physical column 'ts' for the time"
            })
    void testWrongSinkOptionIsNamedWithTheWayOut(String key, String value, String fault) {
        assertThatThrownBy(() -> sink(WITH_KEY, with(key, value)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("default.default.t1")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "connect.timeout, soon",
        "scan.max-retries, many",
        "sink.precision, minutes",
        "sink.gzip, perhaps",
        "filter.handling.policy, sometimes"
    })
    void testValueThatCannotBeReadIsNamed(String key, String value) {
        assertThatThrownBy(() -> sink(WITH_KEY, with(key, value)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("'" + key + "' = '" + value + "'");
    }

    @Test
    void testAllFaultsAreToldAtOnce() {
        Map<String, String> options = with("version", "4");
        options.put("scan.startup.before", "1 h");
        options.put("tag.columns", "region");
        options.put("username", "me");

        thrownBy(WITHOUT_KEY, options)
                .hasMessageContaining("'version'")
                .hasMessageContaining("'scan.startup.before'")
                .hasMessageContaining("'tag.columns'")
                .hasMessageContaining("'password'");
    }

    @Test
    void testTwoLoginsAreOneTooMany() {
        Map<String, String> options = with("token", "s3cr3t");
        options.put("username", "me");
        options.put("password", "s3cr3t");

        thrownBy(WITH_KEY, options)
                .hasMessageContaining("more than one login")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void testSinkWithoutTagsNamesBothWaysToSayThem() {
        assertThatThrownBy(() -> sink(WITHOUT_KEY, options()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("PRIMARY KEY (<tags>, <time>) NOT ENFORCED")
                .hasMessageContaining("'tag.columns' = ''");
    }

    @Test
    void testSinkWithoutTagsIsTakenIfItSaysSo() {
        assertThatCode(() -> sink(WITHOUT_KEY, with("tag.columns", ""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DECIMAL(10, 2)", "DATE", "BYTES", "ARRAY<INT>"})
    void testColumnOfATypeThatInfluxDbDoesNotHaveIsNamed(String type) {
        ResolvedSchema schema =
                ResolvedSchema.of(
                        Column.physical("time", DataTypes.TIMESTAMP(9)),
                        Column.physical("f", TestTypes.of(type)));

        thrownBy(schema, with("tag.columns", ""))
                .hasMessageContaining("Column 'f' of type " + type + " cannot be a field")
                .hasMessageContaining("DECIMAL(20, 0) (unsigned)");
    }

    @Test
    void testServerIsAskedForTagsWhereTheTableDoesNotSay() {
        List<String> asked = new ArrayList<>();
        InfluxDBDynamicTableFactory factory =
                new InfluxDBDynamicTableFactory(
                        (connection, bucket, measurement) -> {
                            asked.add(bucket + "/" + measurement);
                            return new MeasurementSchema(List.of("host"), Map.of());
                        });

        factory.createDynamicTableSource(context(WITHOUT_KEY, options()));

        assertThat(asked).containsExactly("metrics/t1");
    }

    @Test
    void testServerThatCannotBeAskedForTagsIsNoRiddle() {
        InfluxDBDynamicTableFactory factory =
                new InfluxDBDynamicTableFactory(
                        (connection, bucket, measurement) -> {
                            throw new InfluxDBException(
                                    InfluxDBException.Kind.CONNECTION, "Connection refused", null);
                        });

        assertThatThrownBy(() -> factory.createDynamicTableSource(context(WITHOUT_KEY, options())))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("'tag.columns'");
    }

    @Test
    void testSinkTakesUpdatesOnlyIfItIsAskedTo() {
        DynamicTableSink sink = sink(WITH_KEY, options());

        assertThat(sink.getChangelogMode(ChangelogMode.insertOnly()))
                .isEqualTo(ChangelogMode.insertOnly());
        assertThat(sink.getChangelogMode(ChangelogMode.all())).isEqualTo(ChangelogMode.upsert());
    }

    @Test
    void testSummariesShowNoSecret() {
        Map<String, String> options = with("token", "s3cr3t");

        assertThat(source(WITH_KEY, options).asSummaryString())
                .isEqualTo("InfluxDB measurement t1");
        assertThat(sink(WITH_KEY, options).asSummaryString()).isEqualTo("InfluxDB measurement t1");
    }

    @Test
    void testEveryOptionIsOffered() throws IllegalAccessException {
        InfluxDBDynamicTableFactory factory = new InfluxDBDynamicTableFactory();
        Set<Object> offered = new HashSet<>(factory.optionalOptions());
        offered.addAll(factory.requiredOptions());

        Set<Object> constants = new HashSet<>();
        constants.addAll(TestTypes.constantsOf(InfluxDBConnectorOptions.class));
        constants.addAll(TestTypes.constantsOf(InfluxDBSinkOptions.class));
        assertThat(offered).isEqualTo(constants);
    }

    private static AbstractThrowableAssert<?, ?> thrownBy(
            ResolvedSchema schema, Map<String, String> options) {
        return assertThatThrownBy(() -> source(schema, options))
                .isInstanceOf(ValidationException.class);
    }

    private static DynamicTableSource source(ResolvedSchema schema, Map<String, String> options) {
        return factory().createDynamicTableSource(context(schema, options));
    }

    private static DynamicTableSink sink(ResolvedSchema schema, Map<String, String> options) {
        return factory().createDynamicTableSink(context(schema, options));
    }

    private static InfluxDBDynamicTableFactory factory() {
        return new InfluxDBDynamicTableFactory(
                (connection, bucket, measurement) -> {
                    throw new AssertionError("The server was asked");
                });
    }

    private static DynamicTableFactory.Context context(
            ResolvedSchema schema, Map<String, String> options) {
        return FactoryMocks.createTableContext(schema, options);
    }

    private static Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        options.put("connector", "influxdb");
        options.put("url", "http://localhost:8086");
        options.put("bucket", "metrics");
        return options;
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> options = options();
        options.put(key, value);
        return options;
    }
}
