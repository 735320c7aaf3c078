/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Classes that no row can become an object of: they are refused when the schema is made. */
class ObjectClassFaultsTest {

    /** Wrong in many ways. */
    public record ManyFaults(
            String time,
            List<String> names,
            @InfluxDBColumn(" ") long blank,
            double usage,
            @InfluxDBColumn("usage") Double again) {}

    record NotPublic(long count) {}

    /** Has nothing. */
    public record Empty() {}

    /** Cannot be made. */
    public abstract static class Abstract {
        public long count;
    }

    /** Cannot be made without the test. */
    public class Inner {
        public long count;
    }

    /** Cannot be made of nothing. */
    public static class NoDefault {
        public long count;

        public NoDefault(long count) {
            this.count = count;
        }
    }

    /** Cannot be filled. */
    public static class NoSetter {
        private long count;
        public final long fixed = 1;

        public long getCount() {
            return count;
        }
    }

    /** Can be filled, but Flink wants to read it, too. */
    public static class NoGetter {
        private long count;

        public void setCount(long count) {
            this.count = count;
        }

        @Override
        public String toString() {
            return "count " + count;
        }
    }

    @Test
    void testAllFaultsAreToldTogether() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(ManyFaults.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ManyFaults.class.getName())
                .hasMessageContaining("'time' is the time and cannot be a String")
                .hasMessageContaining("'names': no value of InfluxDB becomes a List")
                .hasMessageContaining("@InfluxDBColumn of 'blank' is blank")
                .hasMessageContaining("'usage' and 'again' are both column 'usage'");
    }

    @Test
    void testClassThatIsNotPublicIsRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(NotPublic.class))
                .hasMessageContaining("not public");
    }

    @Test
    void testRecordWithoutComponentsIsRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(Empty.class))
                .hasMessageContaining("no member");
    }

    @ParameterizedTest
    @ValueSource(classes = {Abstract.class, Runnable.class, TimeFormat.class})
    void testClassWithoutObjectsIsRefused(Class<?> type) {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(type))
                .hasMessageContaining("no class that objects can be made of");
    }

    @Test
    void testInnerClassIsRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(Inner.class))
                .hasMessageContaining("make it static");
    }

    @Test
    void testPojoWithoutDefaultConstructorIsRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(NoDefault.class))
                .hasMessageContaining("no public constructor without parameters");
    }

    @Test
    void testFieldsThatCannotBeSetAreRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(NoSetter.class))
                .hasMessageContaining("field 'count'")
                .hasMessageContaining("field 'fixed'")
                .hasMessageContaining("make it transient");
    }

    @Test
    void testPojoThatFlinkWouldGiveToKryoIsRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.of(NoGetter.class))
                .hasMessageContaining("Kryo");
    }
}
