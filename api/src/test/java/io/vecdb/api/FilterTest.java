package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;
import static io.vecdb.api.Refusals.assertLimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class FilterTest {
    private static final Filter A = Filter.eq("a", 1);
    private static final Filter B = Filter.eq("b", 2);
    private static final Filter C = Filter.eq("c", 3);

    @Test
    void everyFilterIsSpeltSoThatItParsesToAnEqualOne() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        RandomFilters filters = new RandomFilters(random);
        Set<Class<?>> shapes = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            Filter filter = filters.next(1 + random.nextInt(6));
            shapes.add(filter.getClass());
            Value spelling = filter.toValue();
            assertThat(Filter.parse(spelling))
                    .as("seed %d, filter %d: %s", seed, i, spelling)
                    .isEqualTo(filter);
            assertThat(Filter.parse(spelling).toValue()).isEqualTo(spelling);
        }
        assertThat(shapes).containsExactlyInAnyOrder(Filter.class.getPermittedSubclasses());
    }

    @Test
    void spellingsAreClausesThatQdrantReadsToo() {
        assertThat(A.and(Filter.not(Filter.in("b", "x", "y"))).or(Filter.gt("c", 1.5)).toValue())
                .isEqualTo(
                        Json.read(
                                """
                                {'should': [
                                  {'must': [
                                    {'key': 'a', 'match': {'value': 1}},
                                    {'must_not': [{'key': 'b', 'match': {'any': ['x', 'y']}}]}]},
                                  {'key': 'c', 'range': {'gt': 1.5}}]}
                                """));
        assertThat(A.toValue())
                .isEqualTo(Json.read("{'must': [{'key': 'a', 'match': {'value': 1}}]}"));
    }

    @Test
    void equalFiltersHaveOneSpelling() {
        Set<PointId> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(PointId.of(i % 2 == 0 ? "t" + i : "" + i));
            ids.add(PointId.of(i * 0x9E3779B97F4A7C15L));
        }
        List<PointId> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(1));
        assertThat(new Filter.HasId(new HashSet<>(shuffled)).toValue())
                .isEqualTo(new Filter.HasId(ids).toValue());
    }

    @Test
    void filterOfTheGreatestAllowedDepthIsSpeltAndParsed() {
        Filter filter = A;
        for (int i = 1; i < Limits.FILTER_DEPTH; i++) {
            filter = Filter.not(filter);
        }
        assertThat(Filter.parse(filter.toValue())).isEqualTo(filter);
        Filter one = Filter.not(filter);
        assertLimit(one::toValue, "deeper than 32");
    }

    @Test
    void filtersNestedByJavaCodeAreRefusedWhereTheyEnter() {
        Filter deep = A;
        for (int i = 0; i < 1_000_000; i++) {
            deep = new Filter.Not(deep);
        }
        Filter filter = deep;
        assertLimit(filter::toValue, "deeper than 32");
        assertLimit(() -> Query.nearest(1f).filter(filter), "deeper than 32");
        assertLimit(() -> Scroll.FIRST.filter(filter), "deeper than 32");
        assertLimit(() -> Selection.matching(filter), "deeper than 32");
    }

    @Test
    void conditionsAreCountedOverTheWholeTree() {
        Filter most = new Filter.Or(Collections.nCopies(Limits.FILTER_CONDITIONS, A));
        assertThat(Filter.parse(most.toValue())).isEqualTo(most);
        assertLimit(() -> most.or(B).toValue(), "more than 4096 conditions");

        Filter doubled = A;
        for (int i = 1; i < Limits.FILTER_DEPTH; i++) {
            doubled = new Filter.And(List.of(doubled, doubled));
        }
        assertLimit(doubled::toValue, "more than 4096 conditions");
    }

    @Test
    void chainsStayFlat() {
        assertThat(A.and(B).and(C)).isEqualTo(new Filter.And(List.of(A, B, C)));
        assertThat(A.or(B).or(C)).isEqualTo(new Filter.Or(List.of(A, B, C)));
        assertThat(A.or(B).and(C))
                .isEqualTo(new Filter.And(List.of(new Filter.Or(List.of(A, B)), C)));
    }

    @Test
    void conditionThatSaysNothingDisappearsInAnd() {
        assertThat(Filter.all().and(A)).isEqualTo(A);
        assertThat(A.and(Filter.all())).isEqualTo(A);
        assertThat(Filter.all().isAll()).isTrue();
        assertThat(A.isAll()).isFalse();
        assertThat(new Filter.Or(List.of()).isAll()).isFalse();
    }

    @Test
    void factoriesMakeTheConditionsTheyName() {
        FieldPath a = FieldPath.parse("a");
        Value five = new Value.Int(5);
        assertThat(Filter.eq("a", 5)).isEqualTo(new Filter.Eq(a, five));
        assertThat(Filter.in("a", 5, "x"))
                .isEqualTo(new Filter.In(a, List.of(five, new Value.Text("x"))));
        assertThat(Filter.gt("a", 5))
                .isEqualTo(new Filter.Range(a, new Filter.Bounds(five, null, null, null)));
        assertThat(Filter.gte("a", 5))
                .isEqualTo(new Filter.Range(a, new Filter.Bounds(null, five, null, null)));
        assertThat(Filter.lt("a", 5))
                .isEqualTo(new Filter.Range(a, new Filter.Bounds(null, null, five, null)));
        assertThat(Filter.lte("a", 5))
                .isEqualTo(new Filter.Range(a, new Filter.Bounds(null, null, null, five)));
        assertThat(Filter.exists("a")).isEqualTo(new Filter.Exists(a));
        assertThat(Filter.hasId(PointId.of(1), PointId.of("x")))
                .isEqualTo(new Filter.HasId(Set.of(PointId.of("x"), PointId.of(1))));
    }

    @Test
    void comparisonWithANullListOrObjectIsRefused() {
        assertInvalid(() -> Filter.eq("a", List.of(1)), "'a' is compared with a list of 1");
        assertInvalid(() -> Filter.in("a", 1, List.of()), "'a' is compared with a list of 0");
        assertInvalid(
                () -> new Filter.Eq(FieldPath.parse("a"), Value.of(null)),
                "'a' is compared with null");
        assertInvalid(
                () -> new Filter.Except(FieldPath.parse("a"), List.of(Value.of(null))),
                "'a' is compared with null");
    }

    @Test
    void rangeNeedsABoundAndBoundsAreNumbers() {
        assertInvalid(() -> new Filter.Bounds(null, null, null, null), "at least one of gt");
        assertInvalid(
                () -> new Filter.Bounds(new Value.Text("5"), null, null, null),
                "must be a number, not the text '5'");
        assertInvalid(() -> Filter.lt("a", Double.NaN), "finite");
    }
}
