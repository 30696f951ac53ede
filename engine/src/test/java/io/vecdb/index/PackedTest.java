package io.vecdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackedTest {
    private static final float[] ASCENDING = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -1,
        -Float.MIN_VALUE,
        -0f,
        0f,
        Float.MIN_VALUE,
        1,
        1.0000001f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    @Test
    void bothPartsComeBack() {
        for (float distance : ASCENDING) {
            for (int row : new int[] {0, 1, 77, Integer.MAX_VALUE}) {
                long packed = Packed.of(distance, row);
                assertThat(Packed.row(packed)).isEqualTo(row);
                assertThat(Packed.distance(packed)).isEqualTo(Float.valueOf(distance));
            }
        }
    }

    @Test
    void theOrderIsThatOfTheDistances() {
        for (int i = 1; i < ASCENDING.length; i++) {
            assertThat(Packed.of(ASCENDING[i - 1], Integer.MAX_VALUE))
                    .isLessThan(Packed.of(ASCENDING[i], 0));
        }
    }

    @Test
    void aNaNOfEitherSignIsTheFarthest() {
        float negativeNaN = Float.intBitsToFloat(0xffc00000);
        assertThat(Packed.of(negativeNaN, 0))
                .isGreaterThan(Packed.of(Float.POSITIVE_INFINITY, Integer.MAX_VALUE));
    }

    @Test
    void ofTwoRowsAtOneDistanceTheSmallerNumberIsNearer() {
        assertThat(Packed.of(2.5f, 3)).isLessThan(Packed.of(2.5f, 4));
    }
}
