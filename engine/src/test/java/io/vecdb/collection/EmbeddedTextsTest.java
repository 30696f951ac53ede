package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Texts in place of vectors are embedded before anything else is done with them.
class EmbeddedTextsTest {
    private final Lengths first = new Lengths("first", 1);
    private final Lengths second = new Lengths("second", 100);
    private final EmbeddingModels models = EmbeddingModels.of(first, second);

    /// A text's vector is its length, times a factor, and 1.
    private static final class Lengths implements EmbeddingModel {
        private final String name;
        private final float factor;
        private final List<List<String>> asked = new ArrayList<>();

        Lengths(String name, float factor) {
            this.name = name;
            this.factor = factor;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public List<float[]> embed(List<String> texts) {
            asked.add(List.copyOf(texts));
            return texts.stream().map(text -> new float[] {factor * text.length(), 1}).toList();
        }

        @Override
        public void close() {}
    }

    private static CollectionConfig config() {
        VectorConfig field = VectorConfig.of(2, Metric.L2);
        return CollectionConfig.of(field).withVector("title", field.withModel("second"));
    }

    private Intake intake(CollectionConfig config) {
        return new Intake("books", config, models);
    }

    private static PointVectors vectors(long id, Map<String, Vector> vectors) {
        return new PointVectors(PointId.of(id), vectors);
    }

    @Test
    void eachTextGetsTheVectorOfTheModelThatIsMeantForIt() {
        Vector dense = Vector.of(7, 7);
        List<PointVectors> ready =
                intake(config())
                        .vectors(
                                List.of(
                                        vectors(
                                                1,
                                                Map.of(
                                                        "",
                                                        Vector.text("a"),
                                                        "title",
                                                        Vector.text("ab"))),
                                        vectors(2, Map.of("", dense)),
                                        vectors(
                                                3,
                                                Map.of(
                                                        "",
                                                        new Vector.Document("abc", "second"),
                                                        "title",
                                                        dense))));
        assertThat(ready)
                .containsExactly(
                        vectors(1, Map.of("", Vector.of(1, 1), "title", Vector.of(200, 1))),
                        vectors(2, Map.of("", dense)),
                        vectors(3, Map.of("", Vector.of(300, 1), "title", dense)));
    }

    @Test
    void theTextsOfAWriteAreEmbeddedTogether() {
        Point withText = Point.of(PointId.of(1), Vector.text("a")).with("n", 5);
        List<Point> ready =
                intake(config())
                        .points(
                                List.of(
                                        withText,
                                        Point.of(2, 7, 7),
                                        Point.of(PointId.of(3), Vector.text("abc"))));
        assertThat(first.asked).containsExactly(List.of("a", "abc"));
        assertThat(second.asked).isEmpty();
        assertThat(ready)
                .containsExactly(
                        Point.of(1, 1, 1).with("n", 5), Point.of(2, 7, 7), Point.of(3, 3, 1));
    }

    @Test
    void aQueryIsEmbeddedLikeAPoint() {
        Intake intake = intake(config());
        assertThat(intake.query("", Vector.text("abcd"))).containsExactly(4, 1);
        assertThat(intake.query("title", Vector.text("abcd"))).containsExactly(400, 1);
    }

    @Test
    void aModelThatDoesNotFitTheFieldIsRefusedByPoint() {
        Intake intake = intake(CollectionConfig.of(3, Metric.L2));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() ->
                        intake.points(
                                List.of(
                                        Point.of(1, 1, 2, 3),
                                        Point.of(PointId.of(9), Vector.text("x")))))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .withMessageContaining("Point 9")
                .withMessageContaining("2 dimensions")
                .withMessageContaining("which has 3");
    }

    @Test
    void aModelThatIsNotThereIsNoticedUnlessThereIsNone() {
        CollectionConfig misspelt =
                CollectionConfig.of(VectorConfig.of(2, Metric.L2).withModel("secnod"));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> Intake.requireModels(misspelt, models))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .withMessageContaining("'secnod'");
        Intake.requireModels(config(), models);
        Intake.requireModels(misspelt, EmbeddingModels.none());
    }
}
