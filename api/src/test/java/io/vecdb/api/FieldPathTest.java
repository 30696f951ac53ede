package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class FieldPathTest {
    private static final Map<String, Value> PAYLOAD =
            ((Value.Struct)
                            Json.read(
                                    """
                                    {"price": 5,
                                     "null": null,
                                     "address": {"city": "Paris", "": 1},
                                     "tags": ["a", ["b"], null],
                                     "offers": [{"price": 1, "in": [1, 2]}, {"price": null}, {}, 7, [{"price": 8}]],
                                     "empty": [],
                                     "a[]": 1}
                                    """))
                    .fields();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    price           | [5]
                    null            | [null]
                    missing         | []
                    price.x         | []
                    address.city    | [Paris]
                    address         | [{"city":"Paris","":1}]
                    address.zip     | []
                    address[].city  | []
                    tags            | [["a",["b"],null]]
                    tags[]          | [a, ["b"], null]
                    offers.price    | []
                    offers[].price  | [1, null]
                    offers[].in     | [[1,2]]
                    offers[].in[]   | [1, 2]
                    empty           | [[]]
                    empty[]         | []
                    price[]         | []
                    a[]             | []
                    """)
    void pathLeadsToEveryValueThatStandsThere(String path, String expected) {
        List<Value> found = new ArrayList<>();
        FieldPath.parse(path).forEach(PAYLOAD, found::add);
        List<String> shown =
                found.stream()
                        .map(value -> value instanceof Value.Text t ? t.value() : value.toString())
                        .toList();
        assertThat(shown).hasToString(expected);
    }

    @Test
    void searchEndsAtTheFirstValueThatFits() {
        List<Value> seen = new ArrayList<>();
        FieldPath path = FieldPath.parse("offers[].in[]");
        assertThat(path.anyMatch(PAYLOAD, seen::add)).isTrue();
        assertThat(seen).containsExactly(new Value.Int(1));
        assertThat(path.anyMatch(PAYLOAD, value -> false)).isFalse();
        assertThat(FieldPath.parse("missing").anyMatch(PAYLOAD, value -> true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "[]", "a.[]", "[].a"})
    void pathWithAnEmptyNameIsRefused(String path) {
        assertInvalid(() -> FieldPath.parse(path), "'" + path + "' has an empty name");
    }

    @Test
    void textAndStepsBelongTogether() {
        FieldPath path = FieldPath.parse("a.b[]");
        assertThat(path.steps()).containsExactly("a", "b[]");
        assertThat(path)
                .hasToString("a.b[]")
                .isEqualTo(new FieldPath("a.b[]", List.of("a", "b[]")));
        assertInvalid(() -> new FieldPath("a.b", List.of("a")), "does not spell the steps [a]");
    }
}
