package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.PriorityQueue;
import java.util.Random;

class NearestQueueTest {
    @Test
    void givesWhatAPriorityQueueGives() {
        Random random = new Random(3);
        NearestQueue queue = new NearestQueue();
        PriorityQueue<Long> expected = new PriorityQueue<>();
        for (int step = 0; step < 20_000; step++) {
            if (expected.isEmpty() || random.nextInt(5) < 3) {
                long value = random.nextLong(-1_000, 1_000);
                queue.add(value);
                expected.add(value);
            } else {
                assertThat(queue.poll()).isEqualTo(expected.remove());
            }
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
    }
}
