package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrollTest {
    @Test
    void scrollIsChangedByCopiesAndItsLimitIsChecked() {
        Scroll scroll =
                Scroll.FIRST
                        .from(PointId.of(7))
                        .filter(Filter.eq("a", 1))
                        .limit(5)
                        .include(Include.EVERYTHING);
        assertThat(scroll)
                .isEqualTo(new Scroll(Filter.eq("a", 1), PointId.of(7), 5, Include.EVERYTHING));
        assertInvalid(() -> scroll.limit(0), "1 to 65536 points, not 0");
        assertInvalid(() -> scroll.limit(Limits.HITS + 1), "not 65537");
    }
}
