package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTest {
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void elementThatIsNoFiniteNumberIsNamed(float bad) {
        assertInvalid(() -> Vector.of(1, 2, bad, 4), "Element 2 of the vector is " + bad);
        assertInvalid(() -> Vector.of(bad), "Element 0 of the vector is " + bad);
        assertInvalid(() -> Point.of(1, 0, bad), "Element 1 of the vector is " + bad);
        assertInvalid(() -> Query.nearest(0, 0, bad), "Element 2 of the vector is " + bad);
    }

    @Test
    void finiteExtremesAreAllowed() {
        assertThat(Vector.of(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f)).isNotNull();
    }

    @Test
    void dimensionLiesWithinTheLimits() {
        assertThat(Vector.of(new float[Limits.DIMENSION])).isNotNull();
        assertInvalid(() -> Vector.of(), "1 to 65536 dimensions, but 0 were given");
        assertInvalid(
                () -> Vector.of(new float[Limits.DIMENSION + 1]),
                "1 to 65536 dimensions, but 65537 were given");
    }

    @Test
    void vectorsAreEqualByTheirElements() {
        assertThat(Vector.of(1, 2)).isEqualTo(Vector.of(1, 2)).hasSameHashCodeAs(Vector.of(1, 2));
        assertThat(Vector.of(1, 2)).isNotEqualTo(Vector.of(2, 1)).isNotEqualTo(Vector.text("a"));
    }

    @Test
    void longVectorsAreShownByTheirSize() {
        assertThat(Vector.of(1, 2)).hasToString("[1.0, 2.0]");
        assertThat(Vector.of(new float[384])).hasToString("[384 dimensions]");
    }

    @Test
    void documentHasAWord() {
        assertThat(Vector.text("a")).isEqualTo(new Vector.Document("a", null));
        assertInvalid(() -> Vector.text(""), "The text to embed is blank");
        assertInvalid(() -> new Vector.Document(" \n", "model"), "The text to embed is blank");
    }

    @Test
    void updateOfVectorsNamesAVector() {
        assertInvalid(
                () -> new PointVectors(PointId.of(7), java.util.Map.of()),
                "No vector was given for point 7");
    }
}
