package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What a program that does not check for null gets to read.
@NullUnmarked
class ArgumentsTest {
    private static final PointId ID = PointId.of(7);
    private static final FieldPath PATH = FieldPath.parse("price");
    private static final Map<String, Value> NULL_VALUE = Collections.singletonMap("price", null);
    private static final Map<String, Value> NULL_NAME =
            Collections.singletonMap(null, new Value.Null());

    @Test
    void payloads() {
        assertInvalid(() -> Value.copy(NULL_VALUE), "'price' among the fields of a payload");
        assertInvalid(() -> Value.copy(NULL_NAME), "a name among the fields of a payload");
        assertInvalid(() -> Value.copy(null), "the fields of a payload");
        assertInvalid(() -> Value.fields(null), "a payload");
        assertInvalid(() -> new Value.Struct(NULL_VALUE), "'price'");
        assertInvalid(() -> new Value.Text(null), "text");
        assertInvalid(
                () -> new Value.Array(Arrays.asList(new Value.Int(1), null)),
                "element 1 of a payload list");
        assertInvalid(() -> Point.of(7, 1).with(null, 1), "a name among");
    }

    @Test
    void points() {
        Map<String, Vector> nullVector = Collections.singletonMap("image", null);
        assertInvalid(() -> new Point(null, Map.of(), Map.of()), "id");
        assertInvalid(() -> new Point(ID, null, Map.of()), "vectors of point 7");
        assertInvalid(() -> new Point(ID, nullVector, Map.of()), "'image' among the vectors");
        assertInvalid(() -> new Point(ID, Map.of(), NULL_VALUE), "'price'");
        assertInvalid(() -> new PointVectors(null, Map.of("", Vector.of(1))), "id");
        assertInvalid(() -> new PointVectors(ID, nullVector), "'image'");
        assertInvalid(() -> new Vector.Dense(null), "a vector");
        assertInvalid(() -> Vector.of((float[]) null), "a vector");
        assertInvalid(() -> Vector.text(null), "the text to embed");
    }

    @Test
    void ids() {
        assertInvalid(() -> PointId.of((String) null), "id");
        assertInvalid(() -> PointId.of((UUID) null), "id");
        assertInvalid(() -> new PointId.Text(null), "id");
        assertInvalid(() -> Selection.of(ID, null), "element 1 of a list of point ids");
        assertInvalid(() -> new Selection.Ids(null), "a list of point ids");
        assertInvalid(() -> Selection.matching(null), "a filter");
        assertInvalid(() -> Filter.hasId(ID, null), "element 1 of a set of point ids");
    }

    @Test
    void queriesAndPages() {
        assertInvalid(() -> Query.nearest((Vector) null), "the vector of a query");
        assertInvalid(() -> Query.nearest(1).field(null), "the vector field of a query");
        assertInvalid(() -> Query.nearest(1).filter(null), "a filter");
        assertInvalid(() -> Query.nearest(1).params(null), "parameters");
        assertInvalid(() -> Query.nearest(1).include(null), "hits");
        assertInvalid(() -> Scroll.FIRST.filter(null), "a filter");
        assertInvalid(() -> Scroll.FIRST.include(null), "page");
        assertInvalid(() -> new Include(null, Fields.all()), "payload fields");
        assertInvalid(() -> new Fields.Only(Collections.singleton(null)), "field names");
        assertThat(Scroll.FIRST.from(null)).isEqualTo(Scroll.FIRST);
    }

    @Test
    void filters() {
        Filter condition = Filter.exists("price");
        assertInvalid(() -> Filter.exists(null), "field path");
        assertInvalid(() -> Filter.eq("price", null), "null");
        assertInvalid(() -> new Filter.Eq(PATH, null), "'price'");
        assertInvalid(() -> Filter.in("price", 1, null), "null");
        assertInvalid(() -> Filter.lt("price", null), "null");
        assertInvalid(() -> new Filter.Not(null), "negated");
        assertInvalid(() -> new Filter.Range(PATH, null), "bounds");
        assertInvalid(() -> new Filter.IsNull(null), "field");
        assertInvalid(() -> condition.and(null), "filter");
        assertInvalid(() -> condition.or(null), "filter");
    }

    @Test
    void configurations() {
        assertInvalid(() -> VectorConfig.of(3, null), "metric");
        assertInvalid(() -> VectorConfig.of(3, Metric.L2).withIndex(null), "index");
        assertInvalid(() -> CollectionConfig.of(null), "'' among the vector fields");
        assertInvalid(() -> CollectionConfig.requireName("collection", null), "collection name");
        assertInvalid(() -> Metric.parse(null), "metric");
        assertInvalid(() -> PayloadIndexType.parse(null), "payload index type");
        assertInvalid(() -> EmbeddingModels.of((EmbeddingModel) null), "embedding models");
        assertThat(Arguments.set(Set.of(1), "a set")).isEqualTo(Set.of(1));
        assertThat(Arguments.list(List.of(1), "a list")).isEqualTo(List.of(1));
    }
}
