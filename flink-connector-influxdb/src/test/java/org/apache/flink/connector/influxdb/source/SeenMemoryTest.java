/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class SeenMemoryTest {

    private static final Hash128 A = new Hash128(1, 2);
    private static final Hash128 B = new Hash128(1, 3);

    private final SeenMemory memory = new SeenMemory(1600);

    @Test
    void testPointIsKnownByItsTimeItsSeriesAndItsValues() {
        memory.put(5, A, 7);

        assertThat(memory.contains(5, A, 7)).isTrue();
        assertThat(memory.contains(5, A, 8)).isFalse();
        assertThat(memory.contains(5, B, 7)).isFalse();
        assertThat(memory.contains(6, A, 7)).isFalse();
    }

    @Test
    void testPointThatChangesStaysOne() {
        memory.put(5, A, 7);
        memory.put(5, A, 8);

        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.contains(5, A, 7)).isFalse();
        assertThat(memory.contains(5, A, 8)).isTrue();
    }

    @Test
    void testHashesOfZeroAreRememberedToo() {
        memory.put(0, new Hash128(0, 0), 0);

        assertThat(memory.contains(0, new Hash128(0, 0), 0)).isTrue();
    }

    @Test
    void testWhatIsOldIsForgottenSliceBySlice() {
        memory.put(50, A, 1);
        memory.put(150, A, 1);
        memory.put(190, A, 1);

        memory.forgetBefore(170);

        assertThat(memory.size()).isEqualTo(2);
        assertThat(memory.contains(50, A, 1)).isFalse();
        assertThat(memory.contains(190, A, 1)).isTrue();
    }

    @Test
    void testStateHoldsNothingThatIsTooOldAndTheMemoryIsMadeOfItAgain() {
        memory.put(-50, A, 1);
        memory.put(150, A, 2);
        memory.put(190, B, 3);

        SeenPoints points = memory.from(170);
        SeenMemory again = new SeenMemory(3);
        again.putAll(points);

        assertThat(points).isEqualTo(SeenPoints.ofPacked(new long[] {190, 1, 3, 3}));
        assertThat(again.contains(190, B, 3)).isTrue();
    }

    @Test
    void testManyPointsAreTheSameAsInAMap() {
        Random random = new Random(1);
        Map<Map.Entry<Long, Hash128>, Long> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long time = random.nextInt(2000) - 1000;
            Hash128 identity = new Hash128(random.nextInt(2), random.nextInt(10));
            long values = random.nextInt(3);
            Long known = map.put(Map.entry(time, identity), values);
            boolean isSame = known != null && known == values;
            assertThat(memory.contains(time, identity, values)).isEqualTo(isSame);
            memory.put(time, identity, values);
        }

        SeenPoints points = memory.from(-1000);

        Map<Map.Entry<Long, Hash128>, Long> seen = new HashMap<>();
        for (int i = 0; i < points.size(); i++) {
            seen.put(Map.entry(points.time(i), points.identity(i)), points.values(i));
        }
        assertThat(points.size()).isEqualTo(memory.size()).isEqualTo(map.size());
        assertThat(seen).isEqualTo(map);
    }
}
