package io.vecdb.app.quickstart;

import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.Point;
import io.vecdb.api.Vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Embeds entries and stores them, batch by batch: while one batch is written and synced the model
/// works on the next.
///
/// Every batch is durable before it is reported, so an ingest that dies loses at most what was
/// never reported, and one that is started again finds the rest by their ids.
final class Ingest {
    /// Large enough that the model keeps all cores busy, small enough for a bar that moves.
    static final int BATCH = 128;

    /// What the vector of the lemmas counts beside that of the whole entry. People describe a word
    /// that they cannot think of, and a long gloss drowns what the word itself would say. Chosen on
    /// the bench's questions for development; from 0.1 to 0.4 it makes little difference.
    private static final float LEMMAS_WEIGHT = 0.2f;

    private final WordNetCollection collection;
    private final EmbeddingModel model;

    Ingest(WordNetCollection collection, EmbeddingModel model) {
        this.collection = collection;
        this.model = model;
    }

    /// Stores the entries in their order.
    ///
    /// @param stopped asked before every batch; true ends the work
    /// @param stored told how many of them are durable, after every batch
    /// @return how many were stored
    int run(List<Entry> entries, BooleanSupplier stopped, LongConsumer stored) {
        int done = 0;
        try (ExecutorService embedder = Executors.newSingleThreadExecutor()) {
            CompletableFuture<List<Point>> next = embedAhead(entries, 0, embedder);
            while (done < entries.size() && !stopped.getAsBoolean()) {
                List<Point> batch = result(next);
                next = embedAhead(entries, done + batch.size(), embedder);
                collection.add(batch);
                done += batch.size();
                stored.accept(done);
            }
        }
        return done;
    }

    private CompletableFuture<List<Point>> embedAhead(
            List<Entry> entries, int from, ExecutorService embedder) {
        List<Entry> batch = entries.subList(from, Math.min(entries.size(), from + BATCH));
        return CompletableFuture.supplyAsync(() -> embed(batch), embedder);
    }

    private List<Point> embed(List<Entry> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        List<float[]> vectors = vectors(batch);
        List<Point> points = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            points.add(
                    new Point(
                            entry.pointId(),
                            Map.of("", new Vector.Dense(vectors.get(i))),
                            entry.payload()));
        }
        return points;
    }

    /// One vector for each entry: that of `lemmas: gloss`, pulled a little towards that of the
    /// lemmas alone.
    private List<float[]> vectors(List<Entry> batch) {
        int count = batch.size();
        List<float[]> embedded =
                model.embed(
                        Stream.concat(
                                        batch.stream().map(Entry::text),
                                        batch.stream().map(Entry::lemmas))
                                .toList());
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = embedded.get(i).clone();
            float[] lemmas = embedded.get(count + i);
            for (int d = 0; d < vector.length; d++) {
                vector[d] += LEMMAS_WEIGHT * lemmas[d];
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static List<Point> result(CompletableFuture<List<Point>> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
