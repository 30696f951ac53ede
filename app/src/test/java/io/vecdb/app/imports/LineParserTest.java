package io.vecdb.app.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

class LineParserTest {
    private final LineParser parser = new LineParser("id", "vector", "text");

    @Test
    void vectorLineBecomesAPointWithTheRestAsItsPayload() {
        Point point = parse("{\"id\": 7, \"vector\": [1, 0.5], \"year\": 1903, \"tags\": [\"a\"]}");

        assertThat(point)
                .isEqualTo(
                        new Point(
                                PointId.of(7),
                                Map.of("", Vector.of(1, 0.5f)),
                                Value.fields(
                                        Map.of("year", 1903, "tags", java.util.List.of("a")))));
    }

    @Test
    void textLineIsToBeEmbeddedAndKeepsItsText() {
        Point point = parse("{\"id\": \"a\", \"text\": \"a machine that flies\"}");

        assertThat(point.vectors()).isEqualTo(Map.of("", Vector.text("a machine that flies")));
        assertThat(point.payload()).isEqualTo(Map.of("text", Value.of("a machine that flies")));
    }

    @Test
    void vectorWinsOverTextWhichStaysInThePayload() {
        Point point = parse("{\"id\": 1, \"vector\": [1], \"text\": \"x\"}");

        assertThat(point.vectors()).isEqualTo(Map.of("", Vector.of(1)));
        assertThat(point.payload()).isEqualTo(Map.of("text", Value.of("x")));
    }

    @Test
    void objectOfVectorsNamesTheirFields() {
        Point point = parse("{\"id\": 1, \"vector\": {\"image\": [1, 2], \"title\": [3]}}");

        assertThat(point.vectors())
                .isEqualTo(Map.of("image", Vector.of(1, 2), "title", Vector.of(3)));
    }

    @Test
    void payloadObjectIsThePayload() {
        Point point = parse("{\"id\": 1, \"text\": \"x\", \"payload\": {\"year\": 1903}}");

        assertThat(point.payload())
                .isEqualTo(Map.of("year", Value.of(1903), "text", Value.of("x")));
    }

    @Test
    void payloadThatIsNoObjectIsAFieldLikeAnyOther() {
        Point point = parse("{\"id\": 1, \"vector\": [1], \"payload\": \"1.5 tons\"}");

        assertThat(point.payload()).isEqualTo(Map.of("payload", Value.of("1.5 tons")));
    }

    @Test
    void otherFieldNamesCanBeGiven() {
        LineParser other = new LineParser("key", "embedding", "body");
        byte[] line = bytes("{\"key\": 1, \"embedding\": [1], \"body\": \"b\", \"id\": 5}");

        assertThat(other.parse(line))
                .isEqualTo(
                        new Point(
                                PointId.of(1),
                                Map.of("", Vector.of(1)),
                                Value.fields(Map.of("body", "b", "id", 5))));
    }

    @Test
    void lineWithoutIdGetsOneThatDependsOnTheLineAlone() {
        PointId first = parse("{\"text\": \"x\"}").id();

        assertThat(first)
                .isInstanceOf(PointId.Uuid.class)
                .isEqualTo(parse("{\"text\": \"x\"}").id());
        assertThat(first).isNotEqualTo(parse("{\"text\": \"y\"}").id());
    }

    @Test
    void largestUnsignedIdIsTaken() {
        assertThat(parse("{\"id\": 18446744073709551615, \"vector\": [1]}").id())
                .hasToString("18446744073709551615");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": 1 | Not valid JSON at line 1",
                "[1] | expected an object, not a list.",
                "{\"id\": 1} | there is neither a vector (field 'vector') nor a text (field"
                        + " 'text').",
                "{\"id\": -1, \"vector\": [1]} | id: expected a whole number from 0 to 2^64 - 1",
                "{\"id\": 18446744073709551616, \"vector\": [1]} | id: expected a whole number",
                "{\"id\": 1.5, \"vector\": [1]} | id: expected a whole number",
                "{\"id\": \"\", \"vector\": [1]} | id: A point id must not be the empty string.",
                "{\"id\": 1, \"vector\": []} | vector: A vector has 1 to 65536 dimensions",
                "{\"id\": 1, \"vector\": [1, \"x\"]} | vector[1]: expected a number, not \"x\".",
                "{\"id\": 1, \"vector\": [1e300]} | vector[0]: 1.0E300 is beyond the range",
                "{\"id\": 1, \"vector\": 3} | vector: expected a list of numbers, not 3.",
                "{\"id\": 1, \"text\": \" \"} | text: The text to embed is blank",
                "{\"id\": 1, \"text\": 5} | text: expected a string, not 5.",
                "{\"id\": 1, \"text\": \"x\", \"payload\": {}, \"y\": 1} | the unknown field 'y'",
                "{\"id\": 1, \"text\": \"x\", \"payload\": {\"text\": 1}} | has another 'text'",
            })
    void badLineSaysWhatIsWrong(String line, String reason) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(DbException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void lineThatIsNotUtf8IsRefused() {
        byte[] line = bytes("{\"id\": 1, \"text\": \"x?\"}");
        line[20] = (byte) 0xff;

        assertThatThrownBy(() -> parser.parse(line)).isInstanceOf(DbException.class);
    }

    private Point parse(String line) {
        return parser.parse(bytes(line));
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
