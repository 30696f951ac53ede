package io.vecdb.server;

import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.ErrorCode;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// An embedding model for tests: a text's vector counts its words, each at a place its hash names;
/// so texts that share words are near each other. Two words are special: `wait` blocks until
/// [#release()], `fail` fails.
public final class WordsModel implements EmbeddingModel {
    /// Its name.
    public static final String NAME = "words";

    private static final int DIMENSION = 64;

    private final Semaphore waiting = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(this::embed).toList();
    }

    private float[] embed(String text) {
        float[] vector = new float[DIMENSION];
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
            switch (word) {
                case "wait" -> waitForRelease();
                case "fail" -> throw new IllegalStateException("a secret detail");
                case "unavailable" ->
                        throw new DbException(ErrorCode.UNAVAILABLE, "The model is away.");
                default -> vector[Math.floorMod(word.hashCode(), DIMENSION)]++;
            }
        }
        vector[0] += 0.01f;
        return vector;
    }

    private void waitForRelease() {
        waiting.release();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Returns when so many texts more are being waited with.
    public void awaitWaiting(int texts) throws InterruptedException {
        waiting.acquire(texts);
    }

    /// Lets all texts go on, now and later.
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {}
}
