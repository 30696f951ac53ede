package io.vecdb.api;

import static io.vecdb.api.Refusals.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class EmbeddingModelsTest {
    @Test
    void modelsAreFoundByNameAndTheFirstIsTheDefault() {
        EmbeddingModel first = model("first");
        EmbeddingModel second = model("second");
        EmbeddingModels models = EmbeddingModels.of(first, second);
        assertThat(models.model(null)).isSameAs(first);
        assertThat(models.model("second")).isSameAs(second);
        assertRefused(() -> models.model("third"), ErrorCode.NOT_FOUND, "there is [first, second]");
        assertRefused(
                () -> EmbeddingModels.none().model(null),
                ErrorCode.NOT_FOUND,
                "opened without an embedding model");
        assertRefused(
                () -> EmbeddingModels.of(first, model("first")),
                ErrorCode.ALREADY_EXISTS,
                "Two embedding models are called 'first'");
    }

    private static EmbeddingModel model(String name) {
        return new EmbeddingModel() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public List<float[]> embed(List<String> texts) {
                return texts.stream().map(text -> new float[] {text.length()}).toList();
            }

            @Override
            public void close() {}
        };
    }
}
