package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n"})
    void nullAndBlankStandForNone(String secret) {
        assertThat(ApiKey.of(secret).isNone()).isTrue();
        assertThat(ApiKey.of(secret)).hasToString("none");
    }

    @Test
    void dropsTheLineBreakOfAFile() {
        assertThat(ApiKey.of(" sk-1\n").authorization()).isEqualTo("Bearer sk-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk 1", "sk\r\nX-Other: 1", "schlüssel", "sk\u0000"})
    void refusesWhatCannotStandInAHeaderWithoutRepeatingIt(String secret) {
        assertThatThrownBy(() -> ApiKey.of(secret))
                .hasMessageContaining("EMBEDDING_API_KEY")
                .hasMessageNotContaining(secret.substring(2));
    }

    @Test
    void hidesItselfEverywhere() {
        var key = ApiKey.of("sk-1234");
        assertThat(key).hasToString("***");
        assertThat(key.hiddenIn("bad key sk-1234!")).isEqualTo("bad key ***!");
        assertThat(ApiKey.none().hiddenIn("text")).isEqualTo("text");
    }
}
