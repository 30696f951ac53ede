package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class RequestLimitsTest {
    private static final RequestLimits LIMITS = RequestLimits.DEFAULT;

    @Test
    void changesOneValueAtATime() {
        assertThat(
                        LIMITS.withBatchSize(2)
                                .withParallelism(3)
                                .withTimeout(Duration.ofSeconds(4))
                                .withRetries(5)
                                .withPatience(Duration.ofSeconds(6)))
                .isEqualTo(
                        new RequestLimits(2, 3, Duration.ofSeconds(4), 5, Duration.ofSeconds(6)));
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> LIMITS.withBatchSize(0))
                .hasMessageStartingWith("batchSize")
                .hasMessageContaining("1 to 2048, not 0");
        assertThatThrownBy(() -> LIMITS.withBatchSize(2049)).hasMessageContaining("not 2049");
        assertThatThrownBy(() -> LIMITS.withParallelism(0)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> LIMITS.withParallelism(65)).hasMessageContaining("not 65");
        assertThatThrownBy(() -> LIMITS.withRetries(-1)).hasMessageContaining("0 to 20");
        assertThatThrownBy(() -> LIMITS.withRetries(21)).hasMessageContaining("not 21");
        assertThatThrownBy(() -> LIMITS.withPatience(Duration.ZERO))
                .hasMessageStartingWith("patience");
        assertThatThrownBy(() -> LIMITS.withTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> LIMITS.withTimeout(Duration.ofMinutes(61)))
                .hasMessageContaining("1 ms to 1 h");
    }
}
