package io.vecdb.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

class PayloadVersionsTest {
    private final PayloadVersions versions = new PayloadVersions();

    private void put(long sequence, long... pins) {
        versions.put(
                7,
                Map.of("n", new Value.Int(sequence)),
                sequence,
                new Pins(pins, Arrays.stream(pins).max().orElse(-1)));
    }

    private long at(long sequence) {
        Map<String, Value> payload = versions.get(7, sequence);
        return payload == null || !(payload.get("n") instanceof Value.Int number)
                ? -1
                : number.value();
    }

    @Test
    void eachReaderSeesTheNewestVersionOfItsTime() {
        put(10, 5, 9);
        put(20, 5, 12);
        put(30, 5, 12, 25);
        assertThat(at(9)).isEqualTo(-1);
        assertThat(at(12)).isEqualTo(10);
        assertThat(at(25)).isEqualTo(20);
        assertThat(at(30)).isEqualTo(30);
        assertThat(versions.rows(9)).isEmpty();
        assertThat(versions.rows(10)).containsExactly(7);
    }

    @Test
    void versionsThatNobodyPinsAreForgotten() {
        put(10, 5);
        put(20, 12);
        put(30, 22);
        put(40, 30);
        // Nobody pinned 10 when 30 was written, nor 20 when 40 was written.
        assertThat(at(15)).isEqualTo(-1);
        assertThat(at(25)).isEqualTo(-1);
        assertThat(at(30)).isEqualTo(30);
        assertThat(at(45)).isEqualTo(40);
    }

    @Test
    void versionsThatAreNotPublishedYetAreKept() {
        put(10, 5);
        put(20, 5);
        assertThat(at(10)).isEqualTo(10);
        assertThat(at(20)).isEqualTo(20);
    }

    @Test
    void aChangeOfAnyPayloadBetweenTwoWritesIsNoticed() {
        put(10);
        assertThat(versions.changedBetween(0, 9)).isFalse();
        assertThat(versions.changedBetween(0, 10)).isTrue();
        assertThat(versions.changedBetween(10, 20)).isFalse();
    }
}
