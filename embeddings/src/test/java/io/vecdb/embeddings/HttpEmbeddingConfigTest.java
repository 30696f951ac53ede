package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEmbeddingConfigTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1/, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1/embeddings, https://api.openai.com/v1/embeddings",
        "http://localhost:11434, http://localhost:11434/v1/embeddings",
        "' http://[::1]:8080/ ', http://[::1]:8080/v1/embeddings",
        "HTTP://host/team%20a/api//, HTTP://host/team%20a/api/embeddings",
    })
    void findsTheEndpoint(String baseUrl, String endpoint) {
        assertThat(HttpEmbeddingConfig.of(baseUrl, "m").endpoint()).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.openai.com",
                "ftp://host",
                "file:///etc",
                "http://",
                "http:/v1",
                "/v1",
                "mailto:me@host",
                "http://:80"
            })
    void refusesWhatIsNoHttpUrl(String baseUrl) {
        assertThatThrownBy(() -> HttpEmbeddingConfig.of(baseUrl, "m"))
                .isInstanceOf(DbException.class)
                .hasMessageStartingWith("The base URL of ")
                .extracting(e -> ((DbException) e).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:secret@host",
                "http://host?key=secret",
                "http://host#secret",
                "http://secret host",
                "secret"
            })
    void refusesCredentialsInTheUrlWithoutRepeatingThem(String baseUrl) {
        assertThatThrownBy(() -> HttpEmbeddingConfig.of(baseUrl, "m"))
                .isInstanceOf(DbException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesABlankModelAndDimensionsOutOfRange() {
        assertThatThrownBy(() -> HttpEmbeddingConfig.of("http://host", " "))
                .hasMessageContaining("needs a model's name");
        var config = HttpEmbeddingConfig.of("http://host", "m");
        assertThatThrownBy(() -> config.withDimension(-1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> config.withDimension(65_537)).hasMessageContaining("not 65537");
        assertThat(config.withDimension(65_536).dimension()).isEqualTo(65_536);
    }

    @Test
    void showsEverythingButTheKey() {
        var config =
                HttpEmbeddingConfig.of("http://host", "m").withApiKey(ApiKey.of("sk-very-secret"));
        assertThat(config.toString())
                .contains("http://host", "apiKey=***")
                .doesNotContain("secret");
    }
}
