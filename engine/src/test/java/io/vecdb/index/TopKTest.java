package io.vecdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

class TopKTest {
    @ParameterizedTest
    @CsvSource({"1, 100", "10, 100", "100, 100", "200, 100", "64, 65", "1000, 5000", "3, 0"})
    void keepsTheNearestInOrder(int k, int n) {
        Random random = new Random(k * 31L + n);
        TopK top = new TopK(k);
        long[] all = new long[n];
        for (int i = 0; i < n; i++) {
            // Few different distances, so that there are ties.
            all[i] = Packed.of(random.nextInt(50) - 25, i);
            top.offer(all[i]);
        }
        assertThat(top.size()).isEqualTo(Math.min(k, n));
        Neighbors nearest = top.drain(k);
        Arrays.sort(all);
        assertThat(nearest.size()).isEqualTo(Math.min(k, n));
        for (int i = 0; i < nearest.size(); i++) {
            assertThat(nearest.rows()[i]).isEqualTo(Packed.row(all[i]));
            assertThat(nearest.distances()[i]).isEqualTo(Packed.distance(all[i]));
        }
    }

    @Test
    void theBoundIsTheFarthestKeptOnceItIsFull() {
        TopK top = new TopK(2);
        top.offer(Packed.of(5, 0));
        assertThat(top.bound()).isEqualTo(Long.MAX_VALUE);
        top.offer(Packed.of(3, 1));
        assertThat(top.bound()).isEqualTo(Packed.of(5, 0));
        assertThat(top.offer(Packed.of(6, 2))).isFalse();
        assertThat(top.offer(Packed.of(4, 3))).isTrue();
        assertThat(top.bound()).isEqualTo(Packed.of(4, 3));
    }

    @Test
    void drainGivesFewerThanKeptWhenAsked() {
        TopK top = new TopK(5);
        for (int row = 0; row < 5; row++) {
            top.offer(Packed.of(row, row));
        }
        assertThat(top.drain(2).rows()).containsExactly(0, 1);
    }

    @Test
    void canBeUsedAgain() {
        TopK top = new TopK(2);
        top.offer(Packed.of(1, 1));
        top.reset(1);
        assertThat(top.size()).isZero();
        top.offer(Packed.of(9, 9));
        assertThat(top.drain(1).rows()).containsExactly(9);
    }

    @Test
    void kMustBePositive() {
        assertThatThrownBy(() -> new TopK(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
