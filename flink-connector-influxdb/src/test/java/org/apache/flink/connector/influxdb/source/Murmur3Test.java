/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** Values of the reference implementation, {@code MurmurHash3_x64_128} with seed 0. */
class Murmur3Test {

    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000, 0000000000000000",
        "hello, cbd8a7b341bd9b02, 5b1e906a48ae1d19",
        "'hello, world', 342fac623a5ebc8e, 4cdcbc079642414d",
        "19 Jan 2038 at 3:14:07 AM, b89e5988b737affc, 664fc2950231b2cb",
        "The quick brown fox jumps over the lazy dog., cd99481f9ee902c9, 695da1a38987b6e7",
        "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c, 7a433ca9c49a9347"
    })
    void testHashIsThatOfTheReference(String text, String high, String low) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        Hash128 hash = Murmur3.hash(bytes, bytes.length);

        assertThat(hash)
                .isEqualTo(
                        new Hash128(
                                Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }
}
