package io.vecdb.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Selection;
import io.vecdb.app.RecordedConsole;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class LoaderTest {
    private static final int BATCH = Ingest.BATCH;

    private static List<Entry> ranked = List.of();

    @TempDir private Path folder;
    private final RecordedConsole console = new RecordedConsole();
    private final CountingModel model = new CountingModel();

    @BeforeAll
    static void readTheDictionary() {
        ranked = WordNet.mostUsed(2 * BATCH + 40);
    }

    @Test
    void loadStoresTheMostUsedEntries() {
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);

            Loader.Loaded loaded = loader(collection).load(10, () -> false);

            assertThat(loaded.complete()).isTrue();
            assertThat(loaded.added()).isEqualTo(10);
            assertThat(collection.ids())
                    .containsExactlyInAnyOrderElementsOf(
                            ranked.stream().limit(10).map(Entry::pointId).toList());
        }
    }

    @Test
    void stoppedLoadGoesOnInTheNextRunWithoutEmbeddingAnythingTwice() {
        int limit = 2 * BATCH + 40;
        AtomicInteger asked = new AtomicInteger();
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);

            Loader.Loaded loaded =
                    loader(collection).load(limit, () -> asked.incrementAndGet() > 1);

            assertThat(loaded.complete()).isFalse();
            assertThat(loaded.added()).isEqualTo(BATCH);
            assertThat(collection.count()).isEqualTo(BATCH);
        }
        model.embedded.clear();
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);

            Loader.Loaded loaded = loader(collection).load(limit, () -> false);

            assertThat(loaded.complete()).isTrue();
            assertThat(loaded.added()).isEqualTo(limit - BATCH);
            assertThat(collection.count()).isEqualTo(limit);
        }
        assertThat(model.embedded)
                .containsExactlyInAnyOrderElementsOf(
                        ranked.stream()
                                .limit(limit)
                                .skip(BATCH)
                                .flatMap(entry -> Stream.of(entry.text(), entry.lemmas()))
                                .toList());
    }

    @Test
    void completeCollectionCostsNoEmbedding() {
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);
            loader(collection).load(10, () -> false);
            model.embedded.clear();

            Loader.Loaded loaded = loader(collection).load(10, () -> false);

            assertThat(loaded).isEqualTo(new Loader.Loaded(0, 0, true));
            assertThat(model.embedded).isEmpty();
        }
    }

    @Test
    void entriesThatWereDeletedInBetweenComeBack() {
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);
            loader(collection).load(10, () -> false);
            database.collection(WordNetCollection.NAME)
                    .delete(Selection.of(ranked.get(3).pointId()));

            assertThat(loader(collection).load(10, () -> false).added()).isEqualTo(1);
        }
    }

    @Test
    void failureOfTheModelIsPassedOnAsItIs() {
        model.failure = new DbException(ErrorCode.UNAVAILABLE, "no model today");
        try (Database database = open()) {
            WordNetCollection collection = WordNetCollection.open(database, model);

            assertThatThrownBy(() -> loader(collection).load(10, () -> false))
                    .isSameAs(model.failure);
        }
    }

    @Test
    void collectionOfAnotherShapeIsRefused() {
        try (Database database = open()) {
            database.createCollection(
                    WordNetCollection.NAME, CollectionConfig.of(3, Metric.COSINE));

            assertThatThrownBy(() -> WordNetCollection.open(database, model))
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("has a collection 'wordnet' that the quickstart did not")
                    .hasMessageContaining("--data DIR");
        }
    }

    @Test
    void missingPayloadIndexIsMadeUpFor() {
        try (Database database = open()) {
            WordNetCollection.open(database, model);
            var points = database.collection(WordNetCollection.NAME);
            points.dropPayloadIndex("pos");

            WordNetCollection.open(database, model);

            assertThat(points.config().payloadIndexes())
                    .containsEntry("pos", PayloadIndexType.KEYWORD);
        }
    }

    private Loader loader(WordNetCollection collection) {
        return new Loader(collection, model, console.console(), limit -> ranked.subList(0, limit));
    }

    private Database open() {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withModels(EmbeddingModels.of(model)));
    }

    /// Makes vectors out of thin air and remembers for which texts.
    private static final class CountingModel implements EmbeddingModel {
        private final List<String> embedded = new ArrayList<>();
        private volatile @Nullable DbException failure;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public int dimension() {
            return 8;
        }

        @Override
        public List<float[]> embed(List<String> texts) {
            DbException refusal = failure;
            if (refusal != null) {
                throw refusal;
            }
            embedded.addAll(texts);
            return texts.stream().map(CountingModel::vector).toList();
        }

        private static float[] vector(String text) {
            Random random = new Random(text.hashCode());
            float[] vector = new float[8];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextFloat() + 0.1f;
            }
            return vector;
        }

        @Override
        public void close() {}
    }
}
