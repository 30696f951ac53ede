package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinsTest {
    @Test
    void whatAReaderPinsIsNeeded() {
        Pins pins = new Pins(new long[] {20, 5}, 20);
        assertThat(pins.need(3, 6)).isTrue();
        assertThat(pins.need(5, 6)).isTrue();
        assertThat(pins.need(6, 20)).isFalse();
        assertThat(pins.need(20, 21)).isTrue();
    }

    @Test
    void whatReadersMayStillBeginAtIsNeededAlthoughLaterNumbersArePinned() {
        // 10 is published, 11 and 12 are not; a segment was frozen at 12.
        Pins pins = new Pins(new long[] {10, 12}, 10);
        assertThat(pins.need(11, 12)).as("11, once it is published").isTrue();
        assertThat(pins.need(11, 13)).isTrue();
        assertThat(pins.need(9, 10)).isFalse();
    }

    @Test
    void everythingIsNeededWhereNothingIsKnown() {
        assertThat(Pins.EVERYTHING.need(0, 1)).isTrue();
    }
}
