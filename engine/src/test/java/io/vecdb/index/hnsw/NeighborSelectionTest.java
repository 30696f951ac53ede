package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.Packed;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class NeighborSelectionTest {
    private static final Kernel KERNEL = Distances.best().kernel(Metric.L2);

    /// Rows on a line; the row to be linked is at 0.
    private static int[] select(int limit, float... places) {
        VectorRows rows = VectorRows.allocate(places.length, 1);
        long[] candidates = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            rows.put(i, new float[] {places[i]});
            candidates[i] = Packed.of(places[i] * places[i], i);
        }
        int[] selected = new int[limit];
        int n =
                new NeighborSelection(rows, KERNEL, limit)
                        .select(candidates, places.length, limit, selected);
        return Arrays.copyOf(selected, n);
    }

    @Test
    void takesOneInEachDirectionBeforeASecondInTheSame() {
        assertThat(select(2, 1, 1.5f, 2, -3)).containsExactly(0, 3);
    }

    @Test
    void fillsUpWithTheNearestPassedOver() {
        assertThat(select(3, 1, 1.5f, 2, -3)).containsExactly(0, 3, 1);
        assertThat(select(9, 1, 1.5f, 2, -3)).containsExactly(0, 3, 1, 2);
    }

    @Test
    void takesTheNearestOnlyIfThereIsRoomForOne() {
        assertThat(select(1, 1, -1.5f, 2)).containsExactly(0);
    }

    @Test
    void selectsNothingFromNothing() {
        assertThat(select(4)).isEmpty();
    }
}
