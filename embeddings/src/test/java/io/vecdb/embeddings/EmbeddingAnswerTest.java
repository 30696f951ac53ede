package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class EmbeddingAnswerTest {
    private static float[][] vectors(String answer) {
        return new EmbeddingAnswer(what -> new DbException(ErrorCode.UNAVAILABLE, what))
                .vectors(answer.getBytes(StandardCharsets.UTF_8), 2);
    }

    @Test
    void putsVectorsInTheOrderOfTheirIndexes() {
        assertThat(
                        vectors(
                                """
                                {"object": "list", "model": "m", "usage": {"total_tokens": 2},
                                 "data": [{"index": 1, "embedding": [3, -4e-1]},
                                          {"index": 0, "embedding": [0.1, 2]}]}
                                """))
                .isDeepEqualTo(new float[][] {{0.1f, 2}, {3, -0.4f}});
    }

    @Test
    void withoutIndexesTheOrderOfTheAnswerCounts() {
        assertThat(vectors("{\"data\": [{\"embedding\": [1]}, {\"embedding\": [2]}]}"))
                .isDeepEqualTo(new float[][] {{1}, {2}});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''             | has no array \"data\"",
                "<html>         | is not JSON",
                "{\"data\": [   | is not JSON",
                "[1]            | has no array \"data\"",
                "{\"data\": {}} | has no array \"data\"",
            })
    void refusesWhatIsNoAnswer(String answer, String words) {
        assertThatThrownBy(() -> vectors(answer)).hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"embedding\": [1]}                               | has 1 vectors for 2 texts",
                "{}, {}, {}                                         | has 3 vectors for 2 texts",
                "{}, {}                                             | no array of 1 to 65536",
                "1, 2                                               | no array of 1 to 65536",
                "{\"embedding\": []}, {}                            | no array of 1 to 65536",
                "{\"embedding\": \"zczMPQ==\"}, {}                  | no array of 1 to 65536",
                "{\"embedding\": [1]}, {\"embedding\": [1, 2]}      | of 1 and of 2 dimensions",
                "{\"embedding\": [1, null]}, {}                     | element 1 of \"embedding\" 0",
                "{\"embedding\": [\"1\"]}, {}                       | element 0 of \"embedding\" 0",
                "{\"embedding\": [1]}, {\"embedding\": [-1e39]}     | element 0 of \"embedding\" 1",
                "{\"embedding\": [NaN]}, {\"embedding\": [1]}       | is not JSON",
                "{\"index\": 0, \"embedding\": [1]}, "
                        + "{\"index\": 0, \"embedding\": [1]}       | has index 0 twice",
                "{\"index\": 2, \"embedding\": [1]}, {}             | has index 2 for 2 texts",
                "{\"index\": -1, \"embedding\": [1]}, {}            | has index -1 for 2 texts",
                "{\"index\": 0.5, \"embedding\": [1]}, {}           | has index 0.5 for 2 texts",
                "{\"index\": null, \"embedding\": [1]}, {}          | has index null for 2 texts",
            })
    void refusesVectorsThatDoNotFit(String data, String words) {
        assertThatThrownBy(() -> vectors("{\"data\": [" + data + "]}"))
                .isInstanceOf(DbException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesMoreDimensionsThanThereMayBe() {
        String tooMany = "{\"embedding\": [1" + ",1".repeat(65_536) + "]}";
        assertThatThrownBy(() -> vectors("{\"data\": [" + tooMany + "," + tooMany + "]}"))
                .hasMessageContaining("no array of 1 to 65536");
    }
}
