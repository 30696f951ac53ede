package io.vecdb.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// As programs see them: the maps of points and payloads, small and large.
class SmallMapTest {
    @Test
    void aCopyIsAMapInTheOrderOfTheOriginal() {
        for (int size : new int[] {0, 1, 2, SmallMap.MOST, SmallMap.MOST + 1, 40}) {
            Map<String, Value> original = original(size);
            Map<String, Value> copy = Value.copy(original);
            assertThat(copy).isEqualTo(original).hasSameHashCodeAs(original).hasSize(size);
            assertThat(original).isEqualTo(copy);
            assertThat(new ArrayList<>(copy.keySet())).isEqualTo(List.copyOf(original.keySet()));
            List<String> visited = new ArrayList<>();
            copy.forEach((name, value) -> visited.add(name + value));
            assertThat(visited)
                    .isEqualTo(
                            original.entrySet().stream()
                                    .map(field -> field.getKey() + field.getValue())
                                    .toList());
            for (String name : original.keySet()) {
                assertThat(copy.get(name)).isEqualTo(original.get(name));
                assertThat(copy.containsKey(name)).isTrue();
            }
            assertThat(copy.get("none")).isNull();
            assertThat(copy.containsKey("none")).isFalse();
        }
    }

    @Test
    void aCopyIsNotTheOriginalAndCannotBeChanged() {
        Map<String, Value> original = original(3);
        Map<String, Value> copy = Value.copy(original);
        original.clear();
        assertThat(copy).hasSize(3);
        assertThatThrownBy(() -> copy.put("x", new Value.Null()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.remove("field 0"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.entrySet().iterator().next().setValue(new Value.Null()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(copy).isEqualTo(original(3));
    }

    @Test
    void aCopyOfACopyIsTheSame() {
        Map<String, Value> copy = Value.copy(original(3));
        assertThat(Value.copy(copy)).isSameAs(copy);
        assertThat(new Point(PointId.of(1), Map.of(), copy).payload()).isSameAs(copy);
    }

    private static Map<String, Value> original(int size) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = size - 1; i >= 0; i--) {
            fields.put("field " + i, new Value.Int(i));
        }
        return fields;
    }
}
