package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Vector;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;

/// How long a vector may be under each metric.
class IntakeTest {
    private static Intake intake(Metric metric) {
        return new Intake("shoes", CollectionConfig.of(2, metric), EmbeddingModels.none());
    }

    private static void refuses(ThrowingCallable call, String... words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @ParameterizedTest
    @EnumSource(names = {"L2", "DOT", "MANHATTAN"})
    void aVectorWhoseScoresCouldExceedAFloatIsRefused(Metric metric) {
        Intake intake = intake(metric);
        refuses(
                () -> intake.points(List.of(Point.of(7, 3e19f, -4e19f))),
                "Point 7",
                "5.00000e+19",
                metric.label(),
                "9.00000e+18",
                "scale");
        Map<String, Vector> tooLong = Map.of("", Vector.of(0, 1e20f));
        refuses(
                () -> intake.vectors(List.of(new PointVectors(PointId.of(8), tooLong))),
                "Point 8",
                "1.00000e+20");
        refuses(() -> intake.query("", Vector.of(1e19f, 0)), "The query", "1.00000e+19");
    }

    @ParameterizedTest
    @EnumSource(names = {"L2", "DOT", "MANHATTAN"})
    void theLongestVectorIsTaken(Metric metric) {
        float[] longest = {0, -Limits.VECTOR_LENGTH};
        assertThat(intake(metric).query("", Vector.of(longest))).isEqualTo(longest);
    }

    @Test
    void underCosineOnlyTheLengthItselfMustFitAFloat() {
        Intake intake = intake(Metric.COSINE);
        assertThat(intake.query("", Vector.of(3e38f, 0))).containsExactly(3e38f, 0);
        assertThat(intake.query("", Vector.of(0, Float.MIN_VALUE)))
                .containsExactly(0, Float.MIN_VALUE);
        refuses(
                () -> intake.query("", Vector.of(3e38f, 3e38f)),
                "The query",
                "4.24264e+38",
                "3.40282e+38",
                "cosine");
    }

    @Test
    void everyComponentCountsForTheLength() {
        int dimension = 10;
        Intake intake =
                new Intake(
                        "shoes", CollectionConfig.of(dimension, Metric.L2), EmbeddingModels.none());
        for (int one = 0; one < dimension; one++) {
            for (int two = 0; two < dimension; two++) {
                float[] vector = new float[dimension];
                vector[one] = 0.8f * Limits.VECTOR_LENGTH;
                assertThat(intake.query("", Vector.of(vector))).isEqualTo(vector);
                vector[two] += 0.8f * Limits.VECTOR_LENGTH;
                refuses(() -> intake.query("", Vector.of(vector)), "The query");
            }
        }
    }
}
