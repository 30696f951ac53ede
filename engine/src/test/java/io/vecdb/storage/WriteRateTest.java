package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteRateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsBeyondTheRateWaits() {
        WriteRate rate = new WriteRate(1_000);
        long now = System.nanoTime() + SECOND;
        // After a rest, a tenth of a second's worth is free.
        assertThat(rate.reserve(100, now)).isZero();
        assertThat(rate.reserve(500, now)).isEqualTo(SECOND / 2);
        assertThat(rate.reserve(500, now)).isEqualTo(SECOND);
        assertThat(rate.reserve(100, now + SECOND)).isEqualTo(SECOND / 10);
    }

    @Test
    void aLongRestIsWorthATenthOfASecond() {
        WriteRate rate = new WriteRate(1_000);
        long later = System.nanoTime() + 100 * SECOND;
        assertThat(rate.reserve(1_100, later)).isEqualTo(SECOND);
    }
}
