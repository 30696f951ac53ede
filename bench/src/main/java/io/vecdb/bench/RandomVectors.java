package io.vecdb.bench;

import java.util.SplittableRandom;

/// Random vectors that are as near to one another as real ones: points of a space of few
/// dimensions, seen in more. The same number is always the same vector. Thread-safe.
final class RandomVectors {
    /// About what is found in descriptors of images and embeddings of text. Vectors that are random
    /// in each of 128 dimensions are all about equally far from one another, and no graph helps.
    private static final int INNER_DIMENSION = 16;

    private final int dimension;

    /// How the inner space is seen: shape (inner dimension, dimension).
    private final float[][] axes;

    RandomVectors(int dimension) {
        this.dimension = dimension;
        axes = new float[Math.min(INNER_DIMENSION, dimension)][dimension];
        SplittableRandom random = new SplittableRandom(-1);
        for (float[] axis : axes) {
            for (int i = 0; i < dimension; i++) {
                axis[i] = (float) random.nextGaussian();
            }
        }
    }

    int dimension() {
        return dimension;
    }

    /// The vector of a number.
    float[] vector(long number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] vector = new float[dimension];
        for (float[] axis : axes) {
            float place = (float) random.nextGaussian();
            for (int i = 0; i < dimension; i++) {
                vector[i] += place * axis[i];
            }
        }
        return vector;
    }
}
