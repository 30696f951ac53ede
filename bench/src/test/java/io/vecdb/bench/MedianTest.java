package io.vecdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class MedianTest {
    @Test
    void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Median.of(List.of(9.0, 1.0, 4.0), value -> value)).isEqualTo(4);
        assertThat(Median.of(List.of(9.0, 1.0, 4.0, 6.0), value -> value)).isEqualTo(5);
        assertThat(Median.of(List.<Double>of(), value -> value)).isNaN();
    }
}
