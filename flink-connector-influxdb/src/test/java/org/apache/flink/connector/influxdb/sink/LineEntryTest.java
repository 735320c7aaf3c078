/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.delete;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

class LineEntryTest {

    @ParameterizedTest
    @CsvSource({
        "NS, m f=1 1767225600123456789, m f=1 1767225600123456789",
        "US, m f=1 1767225600123456, m f=1 1767225600123456000",
        "MS, m f=1 1767225600123, m f=1 1767225600123000000",
        "S, m f=1 1767225600, m f=1 1767225600000000000",
        "S, m f=1 -2, m f=1 -2000000000",
        "MS, m f=1 0, m f=1 0",
        "MS, m f=1 10, m f=1 10000000",
    })
    void testLineWithItsTimeInNanoseconds(Precision precision, String sent, String read) {
        assertThat(line(sent).inNanos(precision)).isEqualTo(read);
    }

    @Test
    void testDeleteWithItsTimeInNanoseconds() {
        assertThat(delete("metrics", "m,host=a 5").inNanos(Precision.MS))
                .isEqualTo("DELETE m,host=a 5000000");
    }
}
