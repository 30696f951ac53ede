package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);

    @Test
    void refusesAnAnswerThatWouldTakeTooMuchMemory() {
        assertThat(Envelope.json(texts(10)).length()).isGreaterThan(10 << 20);
        assertThatThrownBy(() -> Envelope.json(texts(128)))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .hasMessageContaining("larger than 128 MB");
    }

    private static Answer texts(int count) {
        return out -> {
            out.writeStartArray();
            for (int i = 0; i < count; i++) {
                out.writeString(MEGABYTE);
            }
            out.writeEndArray();
        };
    }
}
