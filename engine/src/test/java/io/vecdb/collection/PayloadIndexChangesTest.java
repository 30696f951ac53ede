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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
}
