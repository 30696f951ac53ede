package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.FolderCopy;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.storage.Directory;
import io.vecdb.storage.ForwardingDirectory;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Payload indexes that come and go while others ask for them, too.
class PayloadIndexChangesTest {
    @TempDir Path folder;

    @Test
    void oneOfTwoIndexesOfDifferentTypesIsCreated()
            throws InterruptedException, ExecutionException {
        try (Database database = VecDb.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Collection shoes =
                    database.createCollection("shoes", CollectionConfig.of(2, Metric.L2));
            for (int i = 0; i < 20; i++) {
                String field = "field" + i;
                CountDownLatch start = new CountDownLatch(2);
                List<Future<Boolean>> created = new ArrayList<>();
                for (var type : List.of(PayloadIndexType.INTEGER, PayloadIndexType.KEYWORD)) {
                    created.add(
                            threads.submit(() -> {
                                start.countDown();
                                start.await();
                                return creates(shoes, field, type);
                            }));
                }
                boolean integer = created.getFirst().get();
                assertThat(created.getLast().get()).isNotEqualTo(integer);
                assertThat(shoes.config().payloadIndexes())
                        .containsEntry(
                                field,
                                integer ? PayloadIndexType.INTEGER : PayloadIndexType.KEYWORD);
            }
        }
    }

    private static boolean creates(Collection collection, String field, PayloadIndexType type) {
        try {
            collection.createPayloadIndex(field, type);
            return true;
        } catch (DbException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
            return false;
        }
    }

    @Test
    void aFieldWhoseIndexChangedItsTypeIsReplayed() throws IOException {
        Path running = folder.resolve("running");
        Path copy = folder.resolve("copy");
        try (Database database = VecDb.open(running)) {
            Collection shoes =
                    database.createCollection("shoes", CollectionConfig.of(2, Metric.L2));
            shoes.upsert(List.of(Point.of(1, 0, 1).with("price", 10)));
            shoes.compact();
            shoes.createPayloadIndex("price", PayloadIndexType.KEYWORD);
            shoes.dropPayloadIndex("price");
            shoes.createPayloadIndex("price", PayloadIndexType.INTEGER);
            FolderCopy.copy(running, copy);
        }
        try (Database database = VecDb.open(copy)) {
            Collection shoes = database.collection("shoes");
            assertThat(shoes.config().payloadIndexes())
                    .isEqualTo(Map.of("price", PayloadIndexType.INTEGER));
            assertThat(shoes.count(Filter.lt("price", 11))).isEqualTo(1);
        }
    }

    @Test
    void filesOfIndexesThatOthersReplacedAreClosed() throws IOException {
        OpenFiles files = new OpenFiles(LocalDirectory.open(folder.resolve("counted")));
        try (Database database = Databases.open(files, 1 << 20)) {
            Collection shoes =
                    database.createCollection("shoes", CollectionConfig.of(2, Metric.L2));
            shoes.upsert(List.of(Point.of(1, 1, 2).with("price", 10)));
            shoes.compact();
            for (int i = 0; i < 5; i++) {
                shoes.createPayloadIndex("price", PayloadIndexType.INTEGER);
                assertThat(shoes.count(Filter.lt("price", 11))).isEqualTo(1);
                assertThat(files.open).filteredOn(name -> name.contains("filters")).hasSize(1);
                shoes.dropPayloadIndex("price");
            }
            assertThat(files.open).filteredOn(name -> name.contains("filters")).hasSize(1);
        }
        assertThat(files.open).isEmpty();
    }

    /// Knows which files are open to be read.
    private static final class OpenFiles extends ForwardingDirectory {
        final Set<String> open = ConcurrentHashMap.newKeySet();

        OpenFiles(Directory directory) {
            super(directory);
        }

        @Override
        public InputFile read(String name) throws IOException {
            InputFile file = super.read(name);
            open.add(name);
            return new InputFile() {
                @Override
                public String name() {
                    return file.name();
                }

                @Override
                public MemorySegment bytes() {
                    return file.bytes();
                }

                @Override
                public void close() {
                    open.remove(name);
                    file.close();
                }
            };
        }
    }
}
