package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

class TwinsTest {
    private static VectorRows rows(float... firstComponents) {
        VectorRows rows = VectorRows.allocate(firstComponents.length, 17);
        for (int row = 0; row < firstComponents.length; row++) {
            float[] values = new float[17];
            values[0] = firstComponents[row];
            values[16] = 5;
            rows.put(row, values);
        }
        return rows;
    }

    @Test
    void eachRowIsRepresentedByTheFirstThatIsEqual() {
        int[] representatives = Twins.representatives(rows(1, 2, 1, 3, 2, 1));
        assertThat(representatives).containsExactly(0, 1, 0, 3, 1, 0);
        Twins twins = Twins.of(representatives);
        assertThat(twins.firsts()).containsExactly(0, 1);
        assertThat(twins.starts()).containsExactly(0, 2, 3);
        assertThat(twins.rows()).containsExactly(2, 5, 4);
        assertThat(twins.group(1)).isEqualTo(1);
        assertThat(twins.group(3)).isNegative();
        assertThat(twins.isEmpty()).isFalse();
    }

    @Test
    void rowsThatDifferAnywhereAreNoTwins() {
        VectorRows rows = rows(1, 1);
        float[] values = rows.row(1);
        values[16] = Math.nextUp(5f);
        rows.put(1, values);
        Twins twins = Twins.of(Twins.representatives(rows));
        assertThat(twins.isEmpty()).isTrue();
    }

    @Test
    void noRowsHaveNoTwins() {
        assertThat(Twins.of(Twins.representatives(rows())).isEmpty()).isTrue();
    }

    @Test
    void manyRowsAgreeWithAMap() {
        Random random = new Random(5);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(9_000);
        }
        int[] representatives = Twins.representatives(rows(values));
        Map<Float, Integer> first = new HashMap<>();
        for (int row = 0; row < values.length; row++) {
            first.putIfAbsent(values[row], row);
            assertThat(representatives[row]).isEqualTo(first.get(values[row]));
        }
    }
}
