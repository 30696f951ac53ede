package io.vecdb.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class NormalizerTest {
    @Test
    void scalesToLengthOneAndReturnsTheNorm() {
        float[] out = new float[2];
        assertThat(Normalizer.normalize(new float[] {3, 4}, out)).isEqualTo(5);
        assertThat(out).containsExactly(0.6f, 0.8f);
    }

    @Test
    void worksInPlace() {
        float[] values = {0, -2};
        assertThat(Normalizer.normalize(values, values)).isEqualTo(2);
        assertThat(values).containsExactly(0, -1);
    }

    @Test
    void aZeroVectorHasNormZero() {
        float[] out = {1, 1};
        assertThat(Normalizer.normalize(new float[2], out)).isZero();
        assertThat(out).containsExactly(0, 0);
    }

    @Test
    void neitherLargeNorTinyComponentsAreLost() {
        float[] out = new float[2];
        assertThat(Normalizer.normalize(new float[] {3e37f, 4e37f}, out)).isEqualTo(5e37f);
        assertThat(out[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(Normalizer.normalize(new float[] {3e-30f, 4e-30f}, out))
                .isCloseTo(5e-30f, within(1e-36f));
        assertThat(out[1]).isCloseTo(0.8f, within(1e-6f));
        assertThat(Normalizer.normalize(new float[] {Float.MIN_VALUE, 0}, out))
                .isEqualTo(Float.MIN_VALUE);
        assertThat(out).containsExactly(1, 0);
    }

    @Test
    void theLargestAndTheSmallestVectorsComeBack() {
        for (float component : new float[] {Float.MAX_VALUE / 300, Float.MIN_VALUE}) {
            float[] in = new float[65_536];
            Arrays.fill(in, component);
            float[] out = new float[in.length];
            float norm = Normalizer.normalize(in, out);
            assertThat(out[0]).isEqualTo(1f / 256);
            assertThat(norm).isEqualTo(256 * component);
            assertThat(Normalizer.scale(out, norm)).isEqualTo(in);
        }
    }
}
