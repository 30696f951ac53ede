package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class PointTest {
    @Test
    void pointIsChangedByCopies() {
        Point base = Point.of("a", 1, 2);
        Point changed =
                base.with("pos", "noun")
                        .with("tags", List.of(1, 2))
                        .with("pos", null)
                        .withVector("image", Vector.of(3));
        assertThat(changed)
                .isEqualTo(
                        new Point(
                                PointId.of("a"),
                                Map.of("", Vector.of(1, 2), "image", Vector.of(3)),
                                Map.of("pos", Value.of(null), "tags", Value.of(List.of(1, 2)))));
        assertThat(changed.withPayload(Map.of("x", 1)).payload())
                .isEqualTo(Map.of("x", Value.of(1)));
        assertThat(base).isEqualTo(Point.of(PointId.of("a"), Vector.of(1, 2)));
        assertInvalid(() -> base.with("odd", new Object()), "cannot hold a java.lang.Object");
    }

    @Test
    void pointKeepsWhatItWasGivenWhenTheSourceChanges() {
        Map<String, Vector> vectors = new LinkedHashMap<>(Map.of("", Vector.of(1)));
        Map<String, Value> payload = new LinkedHashMap<>(Map.of("a", Value.of(1)));
        Point point = new Point(PointId.of(1), vectors, payload);
        vectors.clear();
        payload.clear();
        assertThat(point).isEqualTo(Point.of(1, 1).with("a", 1));
        assertThatThrownBy(() -> point.vectors().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> point.payload().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void selectionsNamePointsOrMatchThem() {
        assertThat(Selection.of(1, 2))
                .isEqualTo(new Selection.Ids(List.of(PointId.of(1), PointId.of(2))));
        assertThat(Selection.of(PointId.of("a")))
                .isEqualTo(new Selection.Ids(List.of(PointId.of("a"))));
        assertThat(Selection.matching(Filter.eq("a", 1)))
                .isEqualTo(new Selection.Matching(Filter.eq("a", 1)));
    }
}
