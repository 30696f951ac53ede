package io.vecdb.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

class ModelsTest {
    @Test
    void modelInTheProcessIsTheDefault() {
        try (Models models = Models.configured(Map.of())) {
            assertThat(models.model(null)).isSameAs(models.local());
            assertThat(models.model("all-MiniLM-L6-v2")).isSameAs(models.local());
            assertThatThrownBy(() -> models.model("foo"))
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("[all-MiniLM-L6-v2]");
        }
    }

    @Test
    void endpointInTheEnvironmentIsFoundByItsModelsName() {
        Map<String, String> environment =
                Map.of(
                        "EMBEDDING_BASE_URL", "http://localhost:1/v1",
                        "EMBEDDING_MODEL", "nomic-embed-text",
                        "EMBEDDING_DIMENSION", "768");

        try (Models models = Models.configured(environment)) {
            EmbeddingModel remote = models.model("nomic-embed-text");

            assertThat(remote.dimension()).isEqualTo(768);
            assertThat(models.model(null)).isSameAs(models.local());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMBEDDING_BASE_URL=http://localhost:1 | only EMBEDDING_BASE_URL is set",
                "EMBEDDING_MODEL=m | only EMBEDDING_MODEL is set",
                "EMBEDDING_BASE_URL=localhost EMBEDDING_MODEL=m | begins with http:// or https://",
                "EMBEDDING_BASE_URL=http://a EMBEDDING_MODEL=m EMBEDDING_DIMENSION=x | whole"
                        + " number",
                "EMBEDDING_BASE_URL=http://a EMBEDDING_MODEL=m EMBEDDING_DIMENSION=-1 | dimensions",
                "EMBEDDING_BASE_URL=http://a EMBEDDING_MODEL=all-MiniLM-L6-v2 | in the process",
            })
    void halfAnEndpointIsRefusedWhenItIsNeeded(String variables, String message) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            String[] pair = variable.split("=", 2);
            environment.put(pair[0], pair[1]);
        }

        try (Models models = Models.configured(environment)) {
            assertThat(models.model(null)).isSameAs(models.local());
            assertThat(models.model("all-MiniLM-L6-v2")).isSameAs(models.local());
            assertThatThrownBy(() -> models.model("m"))
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(models::requireConfigured)
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining(message);
        }
    }
}
