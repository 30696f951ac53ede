package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void queryIsChangedByCopies() {
        Query base = Query.nearest(1, 2);
        Query changed =
                base.field("image")
                        .filter(Filter.eq("a", 1))
                        .limit(3)
                        .ef(50)
                        .exact()
                        .include(Include.NOTHING);
        assertThat(changed)
                .isEqualTo(
                        new Query(
                                "image",
                                Vector.of(1, 2),
                                Filter.eq("a", 1),
                                3,
                                new SearchParams(true, 50, 0, null),
                                Include.NOTHING));
        assertThat(base)
                .isEqualTo(
                        new Query(
                                "",
                                Vector.of(1, 2),
                                Filter.all(),
                                10,
                                SearchParams.DEFAULT,
                                Include.PAYLOAD));
        assertThat(Query.text("words").vector()).isEqualTo(Vector.text("words"));
    }

    @Test
    void limitLiesWithinTheHitsTogetherWithTheOffset() {
        Query query = Query.nearest(1);
        assertThat(query.limit(Limits.HITS).limit()).isEqualTo(65_536);
        assertInvalid(() -> query.limit(0), "limit must lie in 1 to 65536");
        assertInvalid(() -> query.limit(-5), "not -5");
        assertInvalid(() -> query.limit(Limits.HITS + 1), "not 65537");
        SearchParams offset = new SearchParams(false, null, 65_530, null);
        assertThat(query.limit(6).params(offset).limit()).isEqualTo(6);
        assertInvalid(() -> query.limit(7).params(offset), "not 7 with offset 65530");
        SearchParams last = new SearchParams(false, null, Limits.HITS, null);
        assertInvalid(() -> query.limit(1).params(last), "not 1 with offset 65536");
    }

    @Test
    void parametersLieWithinTheirRanges() {
        assertThat(new SearchParams(false, 1, 0, Float.NEGATIVE_INFINITY)).isNotNull();
        assertThat(new SearchParams(false, Limits.EF, Limits.HITS, -1f)).isNotNull();
        assertInvalid(() -> Query.nearest(1).ef(0), "ef must lie in 1 to 65536, not 0");
        assertInvalid(() -> Query.nearest(1).ef(Limits.EF + 1), "not 65537");
        assertInvalid(
                () -> new SearchParams(false, null, -1, null), "offset must lie in 0 to 65536");
        assertInvalid(() -> new SearchParams(false, null, Limits.HITS + 1, null), "not 65537");
        assertInvalid(() -> new SearchParams(false, null, 0, Float.NaN), "score threshold is NaN");
    }
}
