/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSourceBuilderTest {

    private static final InfluxDBConnectionOptions CONNECTION =
            InfluxDBConnectionOptions.builder().url("http://localhost:8086").build();

    private static InfluxDBSourceBuilder<Point> complete() {
        return InfluxDBSource.<Point>builder()
                .setConnection(CONNECTION)
                .setBucket("metrics")
                .setMeasurement("cpu")
                .setDeserializer(InfluxDBDeserializationSchema.points());
    }

    /** Named, so that its type can be found out. */
    private static final class Names implements InfluxDBDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(InfluxDBRow row) {
            return row.measurement();
        }
    }

    @Test
    void testMinimumIsConnectionBucketMeasurementAndDeserializer() {
        InfluxDBSource<Point> source = complete().build();

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(source.getProducedType()).isEqualTo(PointTypeInfo.INSTANCE);
    }

    @Test
    void testEverySettingThatIsMissingIsReportedAtOnce() {
        assertThatThrownBy(() -> InfluxDBSource.<Point>builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setConnection(..) is missing")
                .hasMessageContaining("setBucket(..) is missing")
                .hasMessageContaining("setMeasurement(..) is missing")
                .hasMessageContaining("setDeserializer(..) is missing");
    }

    @Test
    void testEverySettingThatIsWrongIsReportedAtOnce() {
        InfluxDBSourceBuilder<Point> builder =
                complete()
                        .setQueryLanguage(QueryLanguage.SQL)
                        .setFields(
                                List.of(
                                        new FieldColumn("f", ColumnType.FLOAT),
                                        new FieldColumn("f", ColumnType.INTEGER)))
                        .setBounded(TimeBounds.earliest())
                        .setSplitDuration(Duration.ZERO)
                        .setSplitMaxRows(0)
                        .setMaxOpenSplits(0)
                        .setMaxRetries(-1)
                        .setInitialBackoff(Duration.ofSeconds(-1))
                        .setMaxBackoff(Duration.ZERO);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setQueryLanguage: SQL")
                .hasMessageContaining("setFields: 'f' is there twice")
                .hasMessageContaining("setBounded: nothing lies before earliest()")
                .hasMessageContaining("setSplitDuration: PT0S")
                .hasMessageContaining("setSplitMaxRows: 0")
                .hasMessageContaining("setMaxOpenSplits: 0")
                .hasMessageContaining("setMaxRetries: -1")
                .hasMessageContaining("setInitialBackoff: PT-1S")
                .hasMessageContaining("setMaxBackoff: PT0S");
    }

    @Test
    void testMaximumBackoffMustNotBeShorterThanTheInitialOne() {
        InfluxDBSourceBuilder<Point> builder =
                complete()
                        .setInitialBackoff(Duration.ofSeconds(2))
                        .setMaxBackoff(Duration.ofSeconds(1));

        assertThatThrownBy(builder::build).hasMessageContaining("setMaxBackoff: PT1S is shorter");
    }

    @Test
    void testStartMustBeBeforeStop() {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        InfluxDBSourceBuilder<Point> builder =
                complete().setStartingTime(TimeBounds.at(time)).setBounded(TimeBounds.at(time));

        assertThatThrownBy(builder::build)
                .hasMessageContaining("setStartingTime: 2026-01-01T00:00:00Z is not before");
    }

    @Test
    void testQueryOfOnesOwnExcludesWhatNarrowsAMeasurement() {
        InfluxDBSourceBuilder<Point> builder =
                complete()
                        .setQuery(QueryLanguage.FLUX, "from(bucket: \"metrics\")")
                        .setFields(List.of(new FieldColumn("f", ColumnType.FLOAT)))
                        .setPredicates(List.of(new Predicate.TagIn("host", List.of("a"))))
                        .setQueryLanguage(QueryLanguage.FLUX)
                        .setTimeFilter(0, 1);

        assertThatThrownBy(builder::build)
                .hasMessageContaining("setMeasurement(..) is for reading a measurement")
                .hasMessageContaining("setFields(..) is for reading a measurement")
                .hasMessageContaining("setPredicates(..) is for reading a measurement")
                .hasMessageContaining("setQueryLanguage(..) is for reading a measurement")
                .hasMessageContaining("setTimeFilter(..) is for reading a measurement");
    }

    @Test
    void testQueryOfOnesOwnSaysItsLanguageAndOnlyFluxHasResults() {
        assertThatThrownBy(
                        () ->
                                InfluxDBSource.<Point>builder()
                                        .setConnection(CONNECTION)
                                        .setBucket("metrics")
                                        .setQuery(QueryLanguage.AUTO, "SELECT 1")
                                        .setQueryResult("mean")
                                        .setFetchSize(0)
                                        .setDeserializer(InfluxDBDeserializationSchema.points())
                                        .build())
                .hasMessageContaining("setQuery: say in which language the text is")
                .hasMessageContaining("setQueryResult: only a query of your own in Flux")
                .hasMessageContaining("setFetchSize: 0 is less than 1");
    }

    @Test
    void testResultAndResumeAreForQueriesOfOnesOwn() {
        assertThatThrownBy(
                        () ->
                                complete()
                                        .setQueryResult("mean")
                                        .setQueryResume(QueryResume.RESTART)
                                        .build())
                .hasMessageContaining("setQueryResult")
                .hasMessageContaining("setQueryResume: restart is for a query of your own");
    }

    @Test
    void testQueryOfOnesOwnNeedsAStartToBeCut() {
        InfluxDBSourceBuilder<Point> builder =
                InfluxDBSource.<Point>builder()
                        .setConnection(CONNECTION)
                        .setBucket("metrics")
                        .setQuery(QueryLanguage.FLUX, "from(bucket: \"metrics\")")
                        .setSplitDuration(Duration.ofDays(1))
                        .setDeserializer(InfluxDBDeserializationSchema.points());

        assertThatThrownBy(builder::build).hasMessageContaining("add setStartingTime(");
    }

    @Test
    void testTimeFilterThatLeavesNothingIsAllowed() {
        assertThat(complete().setTimeFilter(1, 0).build()).isNotNull();
    }

    @Test
    void testUnboundedSourceNeverEnds() {
        InfluxDBSource<Point> source =
                complete()
                        .setUnbounded()
                        .setPollInterval(Duration.ofMillis(100))
                        .setPollDelay(Duration.ofSeconds(1))
                        .setLateArrival(Duration.ZERO)
                        .setLateArrivalInterval(Duration.ofSeconds(1))
                        .setLateArrivalMaxPoints(1)
                        .build();

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    }

    @Test
    void testWrongSettingsOfTheTailAreReportedAtOnce() {
        InfluxDBSourceBuilder<Point> builder =
                complete()
                        .setMeasurements(List.of("a", "a", ""))
                        .setMeasurementPattern("(")
                        .setUnbounded()
                        .setBounded(TimeBounds.latest())
                        .setTimeFilter(0, 1)
                        .setPollInterval(Duration.ZERO)
                        .setPollDelay(Duration.ofSeconds(-1))
                        .setLateArrival(Duration.ofSeconds(-2))
                        .setLateArrivalInterval(Duration.ZERO)
                        .setLateArrivalMaxPoints(0)
                        .setDiscoveryInterval(Duration.ZERO);

        assertThatThrownBy(builder::build)
                .hasMessageContaining("setMeasurements: one of the names is empty")
                .hasMessageContaining("setMeasurements: one is there twice")
                .hasMessageContaining("setMeasurementPattern: no regular expression")
                .hasMessageContaining("are set together: leave out all but one")
                .hasMessageContaining("setBounded and setUnbounded are set together")
                .hasMessageContaining("setTimeFilter: it ends, but the source does not")
                .hasMessageContaining("setPollInterval: PT0S is not longer than 0")
                .hasMessageContaining("setPollDelay: PT-1S is negative")
                .hasMessageContaining("setLateArrival: PT-2S is negative")
                .hasMessageContaining("setLateArrivalInterval: PT0S is not longer than 0")
                .hasMessageContaining("setLateArrivalMaxPoints: 0 is less than 1")
                .hasMessageContaining("setDiscoveryInterval: PT0S is shorter than 1 ms");
    }

    @Test
    void testSettingsOfTheTailAreRefusedWhereThereIsNone() {
        InfluxDBSourceBuilder<Point> builder =
                complete()
                        .setPollInterval(Duration.ofSeconds(1))
                        .setLateArrival(Duration.ofSeconds(1));

        assertThatThrownBy(builder::build)
                .hasMessageContaining("setPollInterval takes effect only in a source that never")
                .hasMessageContaining("setLateArrival takes effect only in a source that never");
    }

    @Test
    void testQueryOfOnesOwnIsNotFollowed() {
        InfluxDBSourceBuilder<Point> builder =
                InfluxDBSource.<Point>builder()
                        .setConnection(CONNECTION)
                        .setBucket("metrics")
                        .setQuery(QueryLanguage.FLUX, "from(bucket: \"metrics\")")
                        .setUnbounded()
                        .setDeserializer(InfluxDBDeserializationSchema.points());

        assertThatThrownBy(builder::build)
                .hasMessageContaining("setUnbounded: a query of your own is sent once")
                .hasMessageContaining("read a measurement (setMeasurement(..))");
    }

    @Test
    void testLambdaWithoutTypeIsToldToSetIt() {
        InfluxDBSourceBuilder<String> builder =
                InfluxDBSource.<String>builder()
                        .setConnection(CONNECTION)
                        .setBucket("metrics")
                        .setMeasurement("cpu")
                        .setDeserializer(row -> row.getString("host"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setProducedType(..) is missing");
    }

    @Test
    void testLambdaWithTypeIsEnough() {
        TypeInformation<String> type =
                InfluxDBSource.<String>builder()
                        .setConnection(CONNECTION)
                        .setBucket("metrics")
                        .setMeasurement("cpu")
                        .setDeserializer(row -> row.getString("host"))
                        .setProducedType(Types.STRING)
                        .build()
                        .getProducedType();

        assertThat(type).isEqualTo(Types.STRING);
    }

    @Test
    void testTypeOfANamedDeserializerIsFoundOut() {
        TypeInformation<String> type =
                InfluxDBSource.<String>builder()
                        .setConnection(CONNECTION)
                        .setBucket("metrics")
                        .setMeasurement("cpu")
                        .setDeserializer(new Names())
                        .build()
                        .getProducedType();

        assertThat(type).isEqualTo(Types.STRING);
    }

    @Test
    void testSourceTravelsInTheJobGraph() throws Exception {
        InfluxDBSource<Point> source = complete().setSplitDuration(Duration.ofHours(1)).build();

        InfluxDBSource<Point> copy = InstantiationUtil.clone(source);

        assertThat(copy.getProducedType()).isEqualTo(PointTypeInfo.INSTANCE);
    }
}
