package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

class RetryPolicyTest {
    private static RetryPolicy policy(double random) {
        return new RetryPolicy(() -> Instant.parse("2026-11-21T12:00:00Z"), () -> random, _ -> {});
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToTwentySeconds() {
        assertThat(
                        IntStream.rangeClosed(1, 9)
                                .mapToLong(failures -> policy(0).backOff(failures).toMillis()))
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L, 10_000L);
    }

    @Test
    void drawsHalfOfTheWaitAtRandom() {
        assertThat(policy(0.5).backOff(1)).isEqualTo(Duration.ofMillis(375));
        assertThat(policy(0.999_999).backOff(20).toMillis()).isBetween(19_999L, 20_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "120, 120",
        "' 3 ', 3",
        "'Sat, 21 Nov 2026 12:00:05 GMT', 5",
        "'Sat, 21 Nov 2026 11:59:00 GMT', 0",
    })
    void readsSecondsAndDates(String retryAfter, long seconds) {
        assertThat(policy(0).asked(retryAfter)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "9999999999", "Mon, 21 Nov 2026 12:00:05 GMT"})
    void ignoresWhatIsNeither(String retryAfter) {
        assertThat(policy(0).asked(retryAfter)).isEmpty();
    }
}
