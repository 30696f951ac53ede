package io.vecdb.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class JsonTest {
    @Test
    void writesNullForNumbersThatAreNotFinite() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("score", Float.POSITIVE_INFINITY);
            out.writeNumberField("real", Double.NaN);
            out.writeArrayFieldStart("vector");
            out.writeNumber(Float.NEGATIVE_INFINITY);
            out.writeNumber(Float.NaN);
            out.writeNumber(0.1f);
            out.writeNumber(0.1);
            out.writeEndArray();
            out.writeEndObject();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"score\":null,\"real\":null,\"vector\":[null,null,0.1,0.1]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | text is empty
                    ` ` | text is empty
                    [1 | Not valid JSON at line 1, column 3: Unexpected end-of-input
                    {"a": 1, "a": 2} | Duplicate field 'a'
                    [NaN] | Non-standard token 'NaN'.
                    [Infinity] | Non-standard token 'Infinity'.
                    [1,] | Unexpected character (']' (code 93)): expected a
                    [01] | zeroes
                    [1] 2 | text after the end
                    /*c*/ 1 | maybe a (non-standard) comment
                    {a: 1} | double-quote
                    "\\x" | Unrecognized character escape
                    """)
    void refusesWhatIsNoJsonAndSaysWhere(String text, String message) {
        assertRefused(() -> Json.tree(text), message);
        assertRefused(() -> Json.tree(text.getBytes(StandardCharsets.UTF_8)), message);
    }

    @Test
    void takesWhatIsAsDeepAndLongAsAllowedAndRefusesMore() {
        int depth = Json.DEPTH;
        assertThat(Json.tree("[".repeat(depth) + "]".repeat(depth)).isArray()).isTrue();
        assertRefused(
                () -> Json.tree("[".repeat(depth + 1) + "]".repeat(depth + 1)),
                "nesting depth (129) exceeds the maximum allowed (128)");
        int chars = Limits.PAYLOAD_BYTES;
        assertThat(Json.tree('"' + "x".repeat(chars) + '"').textValue()).hasSize(chars);
        assertRefused(() -> Json.tree('"' + "x".repeat(chars + 1) + '"'), "1048576");
        int tokens = Math.toIntExact(Json.TOKENS);
        assertThat(Json.tree("[" + "1,".repeat(tokens - 3) + "1]").size()).isEqualTo(tokens - 2);
        assertRefused(() -> Json.tree("[" + "1,".repeat(tokens - 2) + "1]"), "Token count");
        assertThat(Json.tree("9".repeat(Json.NUMBER_CHARS)).isBigInteger()).isTrue();
        assertRefused(() -> Json.tree("9".repeat(Json.NUMBER_CHARS + 1)), "400");
    }

    private static void assertRefused(Runnable parse, String message) {
        assertThatThrownBy(parse::run)
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(message)
                .message()
                .doesNotContain("`")
                .doesNotContain("Feature")
                .doesNotContain("Constraints");
    }
}
