package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.ValueCodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

class PayloadSizeTest {
    private static void isExact(Object value) {
        Map<String, Value> payload = Map.of("größe", Value.of(value));
        ByteWriter stored = new ByteWriter();
        ValueCodec.writeFields(stored, payload);
        assertThat(PayloadSize.bytes(payload)).isEqualTo(stored.size());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                63,
                64,
                -64,
                -65,
                1L << 27,
                1L << 62,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void wholeNumbers(long number) {
        isExact(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noun", "Löwe", "\u07ff\u0800\uffff", "狮子", "🦁 and 🐑"})
    void texts(String text) {
        isExact(text);
        isExact(text.repeat(100));
        isExact(Map.of(text, text));
    }

    @Test
    void otherValues() {
        isExact(List.of());
        isExact(Map.of());
        isExact(Arrays.asList(true, false, null, 0.5, List.of(1, Map.of("a", List.of("b")))));
        isExact(Collections.nCopies(200, 7));
    }

    @Test
    void theLimitIsOneOfBytesNotCharacters() {
        Map<String, Value> payload = Map.of("t", new Value.Text("狮".repeat((1 << 20) / 3 + 1)));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> PayloadLimits.check(PointId.of(7), payload))
                .withMessageContainingAll("point 7", "1048585", "1048576")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        PayloadLimits.check(
                PointId.of(7), Map.of("t", new Value.Text("狮".repeat((1 << 20) / 3 - 3))));
    }
}
