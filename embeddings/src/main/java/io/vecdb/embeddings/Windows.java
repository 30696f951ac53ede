package io.vecdb.embeddings;

import java.util.ArrayList;
import java.util.List;

/// The windows of several texts in one row, so that each can be encoded for itself, and the texts'
/// vectors from theirs. Immutable.
final class Windows {
    private final List<List<int[]>> texts;
    private final List<int[]> all = new ArrayList<>();

    /// @param texts the windows of each text, at least one
    Windows(List<List<int[]>> texts) {
        this.texts = texts;
        texts.forEach(all::addAll);
    }

    /// How many there are.
    int count() {
        return all.size();
    }

    /// The word pieces of one.
    int[] window(int number) {
        return all.get(number);
    }

    /// One vector for each text: the mean of its windows' vectors, weighted by their pieces and
    /// scaled to length 1.
    ///
    /// @param vectors the windows' vectors, shape (count, dimensions)
    List<float[]> ofTexts(float[][] vectors) {
        List<float[]> means = new ArrayList<>(texts.size());
        int from = 0;
        for (List<int[]> windows : texts) {
            means.add(windows.size() == 1 ? vectors[from] : mean(windows, vectors, from));
            from += windows.size();
        }
        return means;
    }

    private static float[] mean(List<int[]> windows, float[][] vectors, int from) {
        float[] sum = new float[vectors[from].length];
        for (int i = 0; i < windows.size(); i++) {
            float[] window = vectors[from + i];
            for (int d = 0; d < sum.length; d++) {
                sum[d] += window[d] * windows.get(i).length;
            }
        }
        return normalized(sum);
    }

    /// The vector scaled to length 1.
    static float[] normalized(float[] vector) {
        float sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        float norm = (float) Math.sqrt(sum);
        float[] scaled = new float[vector.length];
        for (int d = 0; d < vector.length; d++) {
            scaled[d] = vector[d] / norm;
        }
        return scaled;
    }
}
