package io.vecdb.app.quickstart;

import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.PointId;
import io.vecdb.app.console.Console;
import io.vecdb.app.console.Progress;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Brings the collection to the wanted number of entries, whatever is in it already.
final class Loader {
    private final WordNetCollection collection;
    private final EmbeddingModel model;
    private final Console console;
    private final IntFunction<List<Entry>> dictionary;

    /// A load of WordNet, with its progress on the console.
    Loader(WordNetCollection collection, EmbeddingModel model, Console console) {
        this(collection, model, console, WordNet::mostUsed);
    }

    /// @param dictionary so many entries, the most used ones first
    Loader(
            WordNetCollection collection,
            EmbeddingModel model,
            Console console,
            IntFunction<List<Entry>> dictionary) {
        this.collection = collection;
        this.model = model;
        this.console = console;
        this.dictionary = dictionary;
    }

    /// What a load came to.
    ///
    /// @param added entries that were added by this run
    /// @param seconds how long it took
    /// @param complete false if it was stopped before the end
    record Loaded(int added, double seconds, boolean complete) {}

    /// Adds those of the `limit` most used entries that are missing. Costs next to nothing when
    /// there are that many already.
    ///
    /// @param stopped asked now and then; true ends the work early, with nothing lost
    Loaded load(int limit, BooleanSupplier stopped) {
        long start = System.nanoTime();
        long there = collection.count();
        if (there >= limit) {
            return new Loaded(0, 0, true);
        }
        Set<PointId> known = there == 0 ? Set.of() : collection.ids();
        List<Entry> missing =
                dictionary.apply(limit).stream()
                        .filter(entry -> !known.contains(entry.pointId()))
                        .toList();
        long already = (long) limit - missing.size();
        int added;
        try (Progress progress = Progress.of(console, "Embedding", limit, already)) {
            added =
                    new Ingest(collection, model)
                            .run(missing, stopped, done -> progress.done(already + done));
            progress.finish(already + added, added == missing.size());
        }
        return new Loaded(added, (System.nanoTime() - start) / 1e9, added == missing.size());
    }
}
