package io.vecdb.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vecdb.api.Limits;
import io.vecdb.api.Metric;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Random;

class ScorerTest {
    private static final float[] QUERY = {3, 4};
    private static final float[] ROW = {6, 8};

    private static float score(Metric metric, float[] query, float[] row) {
        VectorRows rows = VectorRows.allocate(1, query.length);
        rows.put(0, row);
        return Scorer.score(metric, Scorer.of(metric, rows, query).distance(0));
    }

    @Test
    void scoresAreTheMetricsOwn() {
        assertThat(score(Metric.L2, QUERY, ROW)).isEqualTo(5);
        assertThat(score(Metric.MANHATTAN, QUERY, ROW)).isEqualTo(7);
        assertThat(score(Metric.DOT, QUERY, ROW)).isEqualTo(50);
        assertThat(score(Metric.COSINE, new float[] {0.6f, 0.8f}, new float[] {0.8f, 0.6f}))
                .isCloseTo(0.96f, within(1e-6f));
    }

    @Test
    void aCosineStaysBetweenMinusOneAndOneDespiteRounding() {
        assertThat(Scorer.score(Metric.COSINE, -1.0000001f)).isEqualTo(1f);
        assertThat(Scorer.score(Metric.COSINE, 1.0000001f)).isEqualTo(-1f);
    }

    @Test
    void orthogonalVectorsScoreZeroNotMinusZero() {
        assertThat(score(Metric.DOT, new float[] {1, 0}, new float[] {0, 1})).isEqualTo(0.0f);
        assertThat(score(Metric.COSINE, new float[] {1, 0}, new float[] {0, 1})).isEqualTo(0.0f);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aSmallerDistanceIsANearerScore(Metric metric) {
        assertThat(metric.nearer(Scorer.score(metric, 0.25f), Scorer.score(metric, 0.5f))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void distanceIsTheReverseOfScore(Metric metric) {
        for (float score : new float[] {0, 0.125f, 0.5f, 1}) {
            assertThat(Scorer.score(metric, Scorer.distance(metric, score))).isEqualTo(score);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"L2", "DOT", "MANHATTAN"})
    void theLongestVectorsHaveFiniteScoresInTheRightOrder(Metric metric) {
        for (int dimension : new int[] {1, 3, 1000, Limits.DIMENSION}) {
            float component = (float) (Limits.VECTOR_LENGTH / Math.sqrt(dimension));
            float[] query = filled(dimension, component);
            float opposite = score(metric, query, filled(dimension, -component));
            float middle = score(metric, query, filled(dimension, component / 4));
            assertThat(Float.isFinite(opposite)).isTrue();
            assertThat(metric.nearer(middle, opposite)).isTrue();
        }
    }

    private static float[] filled(int dimension, float component) {
        float[] values = new float[dimension];
        Arrays.fill(values, component);
        return values;
    }

    @Test
    void nothingReachesANegativeEuclideanThreshold() {
        assertThat(Scorer.distance(Metric.L2, -3f)).isNegative();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void allWaysToAskGiveTheSameBits(Metric metric) {
        Random random = new Random(7);
        VectorRows rows = VectorRows.allocate(300, 37);
        for (int row = 0; row < rows.count(); row++) {
            rows.put(row, random(random, 37));
        }
        Scorer scorer = new Scorer(metric, rows);
        scorer.aim(rows.row(5));
        float[] range = new float[200];
        scorer.range(50, 200, range);
        int[] ids = random.ints(200, 0, 300).toArray();
        float[] some = new float[200];
        scorer.distances(ids, 200, some);
        Scorer inPlace = new Scorer(metric, rows);
        inPlace.aim(rows, 5);
        for (int i = 0; i < 200; i++) {
            assertThat(range[i]).isEqualTo(scorer.distance(50 + i));
            assertThat(some[i]).isEqualTo(scorer.distance(ids[i]));
            assertThat(inPlace.distance(i)).isEqualTo(scorer.distance(i));
        }
    }

    @Test
    void aQueryOfAnotherDimensionIsRefused() {
        Scorer scorer = new Scorer(Metric.L2, VectorRows.allocate(1, 3));
        assertThatThrownBy(() -> scorer.aim(new float[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] random(Random random, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
