package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.FieldPath;
import io.vecdb.api.Fields;
import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PayloadProjectionTest {
    private static final Value ONE = new Value.Int(1);
    private static final Value TWO = new Value.Text("two");

    private static final Value.Struct BOTH = new Value.Struct(Map.of("x", ONE, "y", TWO));
    private static final Value.Struct ONLY_X = new Value.Struct(Map.of("x", ONE));
    private static final Value.Struct ONLY_Y = new Value.Struct(Map.of("y", TWO));

    private static final Map<String, Value> PAYLOAD =
            Map.of("n", ONE, "s", BOTH, "a", new Value.Array(List.of(BOTH, ONE, ONLY_X)));

    private static Map<String, Value> only(String... names) {
        return PayloadProjection.select(PAYLOAD, new Fields.Only(Set.of(names)));
    }

    private static Map<String, Value> except(String... names) {
        return PayloadProjection.select(PAYLOAD, new Fields.Except(Set.of(names)));
    }

    private static Map<String, Value> with(String field, Value value) {
        Map<String, Value> changed = new HashMap<>(PAYLOAD);
        changed.put(field, value);
        return changed;
    }

    @Test
    void allAndNothing() {
        assertThat(PayloadProjection.select(PAYLOAD, Fields.all())).isEqualTo(PAYLOAD);
        assertThat(only()).isEmpty();
        assertThat(except()).isEqualTo(PAYLOAD);
    }

    @Test
    void whatIsNamedIsKept() {
        assertThat(only("n", "missing")).isEqualTo(Map.of("n", ONE));
        assertThat(only("s")).isEqualTo(Map.of("s", BOTH));
        assertThat(only("s.x")).isEqualTo(Map.of("s", ONLY_X));
        assertThat(only("s.x", "s.y")).isEqualTo(Map.of("s", BOTH));
        assertThat(only("n.x")).as("a number has no parts").isEmpty();
        assertThat(only("s.z")).isEqualTo(Map.of("s", new Value.Struct(Map.of())));
    }

    @Test
    void partsOfArraysAreThoseOfTheirObjects() {
        assertThat(only("a[]")).isEqualTo(Map.of("a", PAYLOAD.get("a")));
        assertThat(only("a[].x")).isEqualTo(Map.of("a", new Value.Array(List.of(ONLY_X, ONLY_X))));
        assertThat(only("a[].y"))
                .isEqualTo(
                        Map.of("a", new Value.Array(List.of(ONLY_Y, new Value.Struct(Map.of())))));
    }

    @Test
    void whatIsNamedIsLeftOut() {
        assertThat(except("n")).isEqualTo(Map.of("s", BOTH, "a", PAYLOAD.get("a")));
        assertThat(except("s.x")).isEqualTo(with("s", ONLY_Y));
        assertThat(except("s.x", "s.y")).isEqualTo(with("s", new Value.Struct(Map.of())));
        assertThat(except("a[].y"))
                .isEqualTo(with("a", new Value.Array(List.of(ONLY_X, ONE, ONLY_X))));
        assertThat(except("n", "s", "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"missing", "n.x", "s.z", "a.x", "s[].x", "n[].x", "missing.x"})
    void pathsThatLeadNowhereChangeNothing(String path) {
        assertThat(except(path)).isEqualTo(PAYLOAD);
        assertThat(PayloadProjection.without(PAYLOAD, FieldPath.parse(path))).isEqualTo(PAYLOAD);
    }
}
