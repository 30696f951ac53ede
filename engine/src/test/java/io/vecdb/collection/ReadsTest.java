package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Fields;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.Limits;
import io.vecdb.api.Metric;
import io.vecdb.api.Page;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.SearchParams;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.storage.FaultyDirectory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// What each way to read and to change points does, by example: of points in memory, spread over
/// segments, and sealed.
class ReadsTest {
    private static final int POINTS = 20;

    private LocalDatabase database = Databases.open(new FaultyDirectory(), 1_000);

    /// Point n stands at (n, 0), with n and whether it is even in its payload, and at (0, n) in the
    /// second field.
    private Collection collection(int buffer) {
        database.close();
        database = Databases.open(new FaultyDirectory(), buffer);
        Collection collection =
                database.createCollection(
                        "points",
                        CollectionConfig.of(VectorConfig.of(2, Metric.L2))
                                .withVector("second", VectorConfig.of(2, Metric.COSINE)));
        for (long n = 1; n <= POINTS; n++) {
            collection.upsert(
                    List.of(
                            new Point(
                                    PointId.of(n),
                                    Map.of(
                                            "",
                                            Vector.of((float) n, 0),
                                            "second",
                                            Vector.of(0, (float) n)),
                                    Map.of(
                                            "n",
                                            new Value.Int(n),
                                            "even",
                                            new Value.Bool(n % 2 == 0)))));
        }
        return collection;
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<PointId> ids(long... numbers) {
        return LongStream.of(numbers).mapToObj(PointId::of).toList();
    }

    private static List<PointId> found(List<Hit> hits) {
        return hits.stream().map(Hit::id).toList();
    }

    private static SearchParams params(int offset, @Nullable Float threshold) {
        return new SearchParams(false, null, offset, threshold);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void hitsAreTheNearestOnesFromTheOffsetToTheThreshold(int buffer) {
        Collection points = collection(buffer);
        Query query = Query.nearest(0, 0).limit(3);
        assertThat(found(points.search(query))).isEqualTo(ids(1, 2, 3));
        assertThat(found(points.search(query.params(params(2, null))))).isEqualTo(ids(3, 4, 5));
        assertThat(found(points.search(query.params(params(18, null))))).isEqualTo(ids(19, 20));
        assertThat(points.search(query.params(params(20, null)))).isEmpty();
        float second = points.search(query).get(1).score();
        assertThat(found(points.search(query.params(params(0, second))))).isEqualTo(ids(1, 2));
        assertThat(found(points.search(query.exact()))).isEqualTo(ids(1, 2, 3));
        assertThat(found(points.search(query.ef(3)))).isEqualTo(ids(1, 2, 3));
        assertThat(found(points.search(query.filter(Filter.eq("even", true)))))
                .isEqualTo(ids(2, 4, 6));
        assertThat(found(points.search(query.filter(Filter.eq("n", 7))))).isEqualTo(ids(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void queriesOfABatchAreAnsweredInTheirOrder(int buffer) {
        Collection points = collection(buffer);
        Query near = Query.nearest(0, 0).limit(2);
        Query far = Query.nearest(100, 0).limit(1);
        List<Query> batch =
                List.of(
                        near,
                        near.filter(Filter.eq("n", 9)),
                        far,
                        Query.nearest(0, 1).field("second").limit(2));
        List<List<Hit>> answers = points.search(batch);
        assertThat(answers).hasSize(4);
        assertThat(found(answers.get(0))).isEqualTo(ids(1, 2));
        assertThat(found(answers.get(1))).isEqualTo(ids(9));
        assertThat(found(answers.get(2))).isEqualTo(ids(20));
        assertThat(found(answers.get(3))).isEqualTo(ids(1, 2));
        for (int i = 0; i < batch.size(); i++) {
            assertThat(answers.get(i)).isEqualTo(points.search(batch.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void cosinesDoNotDependOnTheLengthOfTheQuery(int buffer) {
        Collection points = collection(buffer);
        for (float length : new float[] {0.5f, 1, 300}) {
            Hit hit = points.search(Query.nearest(0, length).field("second")).getFirst();
            assertThat(hit.score()).isEqualTo(1);
            assertThat(hit.id()).isEqualTo(PointId.of(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void aHitCarriesWhatIsAskedFor(int buffer) {
        Collection points = collection(buffer);
        Query query = Query.nearest(3, 0).limit(1);
        Point everything = hit(points, query.include(Include.EVERYTHING));
        assertThat(everything.payload())
                .isEqualTo(Map.of("n", new Value.Int(3), "even", new Value.Bool(false)));
        assertThat(everything.vectors())
                .isEqualTo(Map.of("", Vector.of(3, 0), "second", Vector.of(0, 3)));
        Point nothing = hit(points, query.include(Include.NOTHING));
        assertThat(nothing.payload()).isEmpty();
        assertThat(nothing.vectors()).isEmpty();
        Point some =
                hit(
                        points,
                        query.include(
                                new Include(
                                        new Fields.Only(Set.of("n")),
                                        new Fields.Except(Set.of("second")))));
        assertThat(some.payload()).isEqualTo(Map.of("n", new Value.Int(3)));
        assertThat(some.vectors()).isEqualTo(Map.of("", Vector.of(3, 0)));
    }

    private static Point hit(Collection points, Query query) {
        return points.search(query).getFirst().point();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void pagesGoThroughAllPointsInTheOrderOfTheirIds(int buffer) {
        Collection points = collection(buffer);
        Page first = points.scroll(Scroll.FIRST.limit(8));
        assertThat(first.points()).extracting(Point::id).isEqualTo(ids(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(first.next()).isEqualTo(PointId.of(9));
        Page last = points.scroll(Scroll.FIRST.from(PointId.of(19)));
        assertThat(last.points()).extracting(Point::id).isEqualTo(ids(19, 20));
        assertThat(last.next()).isNull();
        Page some =
                points.scroll(
                        Scroll.FIRST.filter(Filter.eq("even", true)).from(PointId.of(3)).limit(2));
        assertThat(some.points()).extracting(Point::id).isEqualTo(ids(4, 6));
        assertThat(some.next()).isEqualTo(PointId.of(8));
        assertThat(points.retrieve(ids(7, 99, 3), Include.NOTHING))
                .extracting(Point::id)
                .isEqualTo(ids(7, 3));
        assertThat(points.count(Filter.eq("even", true))).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void changesOfPointsAreReadByTheNextReader(int buffer) {
        Collection points = collection(buffer);
        points.upsert(List.of(Point.of(1, 50, 0), Point.of(1, 60, 0)));
        assertThat(read(points, 1).vectors()).isEqualTo(Map.of("", Vector.of(60, 0)));
        assertThat(read(points, 1).payload()).isEmpty();

        assertThat(points.count(Filter.all())).as("one of each id").isEqualTo(POINTS);

        points.updateVectors(List.of(new PointVectors(PointId.of(2), Map.of("", Vector.of(7, 7)))));
        assertThat(read(points, 2).vectors())
                .isEqualTo(Map.of("", Vector.of(7, 7), "second", Vector.of(0, 2)));
        assertThat(read(points, 2).payload()).containsEntry("n", new Value.Int(2));

        points.setPayload(Selection.of(3, 4), Map.of("new", new Value.Int(5)));
        assertThat(read(points, 3).payload()).hasSize(3).containsEntry("new", new Value.Int(5));
        points.overwritePayload(Selection.of(3), Map.of("other", new Value.Int(6)));
        assertThat(read(points, 3).payload()).isEqualTo(Map.of("other", new Value.Int(6)));
        points.deletePayload(
                Selection.matching(Filter.eq("new", 5)),
                List.of(FieldPath.parse("n"), FieldPath.parse("new")));
        assertThat(read(points, 4).payload()).isEqualTo(Map.of("even", new Value.Bool(true)));

        points.delete(Selection.matching(Filter.eq("even", false)));
        points.delete(Selection.of(20, 99));
        // 1 and 3 have another payload by now.
        assertThat(points.count(Filter.all())).isEqualTo(11);
        points.compact();
        assertThat(points.count(Filter.all())).isEqualTo(11);
        assertThat(points.stats().points()).isEqualTo(11);
        assertThat(read(points, 2).vectors()).containsEntry("second", Vector.of(0, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 6})
    void aPayloadCannotGrowBeyondItsLimit(int buffer) {
        Collection points = collection(buffer);
        Value half = new Value.Text("x".repeat(Limits.PAYLOAD_BYTES / 2));
        points.setPayload(Selection.of(3), Map.of("one", half));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> points.setPayload(Selection.of(3, 4), Map.of("two", half)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .withMessageContaining("point 3");
        assertThat(read(points, 3).payload()).containsOnlyKeys("n", "even", "one");
        assertThat(read(points, 4).payload()).containsOnlyKeys("n", "even");
    }

    private static Point read(Collection points, long id) {
        return points.retrieve(ids(id), Include.EVERYTHING).getFirst();
    }
}
