package io.vecdb.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;

class JsonCursorTest {
    private static JsonCursor cursor(String json) {
        return JsonCursor.root(Json.tree(json.replace('\'', '"')));
    }

    @Test
    void namesItsPlace() {
        JsonCursor deep =
                cursor("{'a': [0, {'b c': [[1]]}]}")
                        .field("a")
                        .items()
                        .get(1)
                        .field("b c")
                        .items()
                        .getFirst()
                        .items()
                        .getFirst();

        assertThat(deep.path()).isEqualTo("a[1].b c[0][0]");
        assertThat(deep.parent().path()).isEqualTo("a[1].b c[0]");
        assertThat(cursor("1").path()).isEmpty();
        assertThat(cursor("[1]").items().getFirst().path()).isEqualTo("[0]");
    }

    @Test
    void readsWhatItExpects() {
        JsonCursor at =
                cursor("{'t': 'x', 'b': true, 'i': -3, 'f': 0.5, 'v': [1, 2.5], 'l': ['a', 'b']}");

        assertThat(at.field("t").text()).isEqualTo("x");
        assertThat(at.field("b").bool()).isTrue();
        assertThat(at.field("i").integer()).isEqualTo(-3);
        assertThat(at.field("f").number()).isEqualTo(0.5f);
        assertThat(at.field("i").number()).isEqualTo(-3f);
        assertThat(at.field("v").numbers()).containsExactly(1f, 2.5f);
        assertThat(at.field("l").texts()).containsExactly("a", "b");
        assertThat(at.fields().keySet()).containsExactly("t", "b", "i", "f", "v", "l");
    }

    @Test
    void takesNullForAFieldThatIsNotThere() {
        JsonCursor at = cursor("{'a': null}");

        assertThat(at.has("a")).isFalse();
        assertThat(at.optional("a")).isNull();
        assertRefused(() -> at.field("a"), "the field 'a' is missing.");
        at.refuse("a", "b");
    }

    @Test
    void refusesWhatItDoesNotExpect() {
        JsonCursor at = cursor("{'t': 'x', 'i': 1, 'big': 3000000000, 'v': [1, '2'], 'h': [1e39]}");

        assertRefused(() -> at.field("i").text(), "i: expected a string, not 1.");
        assertRefused(() -> at.field("t").bool(), "t: expected true or false, not \"x\".");
        assertRefused(() -> at.field("t").items(), "t: expected a list, not \"x\".");
        assertRefused(() -> at.field("t").field("y"), "t: expected an object, not \"x\".");
        assertRefused(() -> at.field("big").integer(), "big: expected a whole number");
        assertRefused(() -> at.field("v").numbers(), "v[1]: expected a number, not \"2\".");
        assertRefused(() -> at.field("h").numbers(), "h[0]: 1.0E39 is beyond the range");
        assertRefused(
                () -> cursor("'" + "x".repeat(100) + "'").bool(),
                "expected true or false, not \"" + "x".repeat(39) + "….");
    }

    @Test
    void putsItsPlaceBeforeWhatOthersRefuseAndKeepsTheCode() {
        JsonCursor at = cursor("{'a': 1}").field("a");

        assertThatThrownBy(() ->
                        at.at(() -> {
                            throw DbException.notFound("No such thing.");
                        }))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("a: No such thing.");
        assertThat(at.<Integer>at(() -> 7)).isEqualTo(7);
    }

    @Test
    void namesTheFieldThatIsNotSupported() {
        JsonCursor at = cursor("{'list': [{'sparse': 1}]}").field("list").items().getFirst();

        assertThatThrownBy(() -> at.refuse("other", "sparse"))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageStartingWith("list[0].sparse: ")
                .hasMessageContaining("'sparse'");
    }

    private static void assertRefused(Runnable read, String message) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith(message);
    }
}
