package io.vecdb.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vecdb.api.Limits;
import io.vecdb.api.Metric;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

class ScorerTest {
    private static final float[] QUERY = {3, 4};
    private static final float[] ROW = {6, 8};

    private static float score(Metric metric, float[] query, float[] row) {
        VectorRows rows = VectorRows.allocate(2, query.length);
        rows.put(0, query);
        rows.put(1, row);
        float[] distance = new float[1];
        Distances.best().kernel(metric).range(rows, 0, rows, 1, 1, distance);
        return Scorer.score(metric, distance[0]);
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
}
