package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Query;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Wrong input and wrong files: one clear error each, and nothing half-done.
@SuppressWarnings("NullAway.Init") // opened before each test
class ErrorsTest {
    @TempDir Path folder;

    private Database database;
    private Collection collection;

    @BeforeEach
    void open() {
        database = VecDb.open(folder);
        collection = database.createCollection("shoes", CollectionConfig.of(3, Metric.COSINE));
        collection.upsert(List.of(Point.of(1, 1, 0, 0).with("price", 10)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void refuses(ThrowingCallable call, ErrorCode code, String... words) {
        long before = collection.stats().sequence();
        fails(call, code, words);
        assertThat(collection.stats().sequence()).isEqualTo(before);
        assertThat(collection.retrieve(List.of(PointId.of(1)), Include.EVERYTHING))
                .containsExactly(Point.of(1, 1, 0, 0).with("price", 10));
    }

    private static void fails(ThrowingCallable call, ErrorCode code, String... words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void wrongDimension() {
        refuses(
                () -> collection.upsert(List.of(Point.of(2, 1, 0, 0), Point.of(3, 1, 2))),
                ErrorCode.INVALID_ARGUMENT,
                "Point 3",
                "2 dimensions",
                "has 3");
        refuses(
                () -> collection.search(Query.nearest(1, 2, 3, 4)),
                ErrorCode.INVALID_ARGUMENT,
                "The query",
                "4 dimensions");
        refuses(
                () ->
                        collection.updateVectors(
                                List.of(
                                        new PointVectors(
                                                PointId.of(1), Map.of("", Vector.of(1, 2))))),
                ErrorCode.INVALID_ARGUMENT,
                "Point 1");
    }

    @Test
    void nanInfinityAndZero() {
        refuses(() -> Point.of(2, 1, Float.NaN, 0), ErrorCode.INVALID_ARGUMENT, "Element 1", "NaN");
        refuses(
                () -> Point.of(2, Float.POSITIVE_INFINITY, 0, 0),
                ErrorCode.INVALID_ARGUMENT,
                "Infinity");
        refuses(
                () -> collection.upsert(List.of(Point.of(2, 0, 0, 0))),
                ErrorCode.INVALID_ARGUMENT,
                "Point 2",
                "zero vector");
        refuses(
                () -> collection.search(Query.nearest(0, 0, 0)),
                ErrorCode.INVALID_ARGUMENT,
                "zero vector");
    }

    @Test
    void unknownFieldsAndPoints() {
        refuses(
                () ->
                        collection.upsert(
                                List.of(Point.of(2, 1, 0, 0).withVector("title", Vector.of(1, 2)))),
                ErrorCode.INVALID_ARGUMENT,
                "'title'",
                "''");
        refuses(
                () -> collection.search(Query.nearest(1, 0, 0).field("title")),
                ErrorCode.INVALID_ARGUMENT,
                "'title'");
        refuses(
                () -> collection.setPayload(Selection.of(1, 99), Value.fields(Map.of("a", 1))),
                ErrorCode.NOT_FOUND,
                "99",
                "the operation changed nothing");
        refuses(
                () ->
                        collection.updateVectors(
                                List.of(
                                        new PointVectors(
                                                PointId.of(99), Map.of("", Vector.of(1, 2, 3))))),
                ErrorCode.NOT_FOUND,
                "99");
    }

    @Test
    void documentsWithoutAModel() {
        refuses(
                () -> collection.search(Query.text("running")),
                ErrorCode.NOT_FOUND,
                "without an embedding model");
    }

    @Test
    void oversizedPayloadsIdsAndBatches() {
        refuses(
                () ->
                        collection.upsert(
                                List.of(Point.of(2, 1, 0, 0).with("t", "x".repeat(1 << 21)))),
                ErrorCode.LIMIT_EXCEEDED,
                "point 2",
                "1048576");
        refuses(() -> PointId.of("x".repeat(513)), ErrorCode.LIMIT_EXCEEDED, "512");
        Value deep = new Value.Int(1);
        for (int i = 0; i < 70; i++) {
            deep = new Value.Array(List.of(deep));
        }
        Value nested = deep;
        refuses(
                () -> collection.upsert(List.of(Point.of(2, 1, 0, 0).with("deep", nested))),
                ErrorCode.LIMIT_EXCEEDED,
                "64 levels");
        String half = "x".repeat(1 << 19);
        List<Point> large =
                Stream.iterate(1, i -> i + 1)
                        .limit(70)
                        .map(i -> Point.of(i, 1, 0, 0).with("t", half))
                        .toList();
        refuses(() -> collection.upsert(large), ErrorCode.LIMIT_EXCEEDED, "33554432");
    }

    @Test
    @NullUnmarked
    void nullWhereSomethingIsExpected() {
        PointId one = PointId.of(1);
        List<PointId> ids = Arrays.asList(one, null);
        ErrorCode invalid = ErrorCode.INVALID_ARGUMENT;
        refuses(() -> collection.upsert(null), invalid, "a list of points");
        refuses(() -> collection.upsert(Arrays.asList((Point) null)), invalid, "element 0");
        refuses(() -> collection.updateVectors(null), invalid, "a list of points");
        refuses(() -> collection.delete(null), invalid, "selection");
        refuses(() -> collection.delete(new Selection.Ids(ids)), invalid, "element 1");
        refuses(
                () -> collection.setPayload(Selection.of(one), Collections.singletonMap("a", null)),
                invalid,
                "'a' among the fields");
        refuses(() -> collection.overwritePayload(Selection.of(one), null), invalid, "fields");
        refuses(() -> collection.deletePayload(Selection.of(one), null), invalid, "paths");
        refuses(() -> collection.createPayloadIndex("a", null), invalid, "type");
        refuses(() -> collection.dropPayloadIndex(null), invalid, "path");
        refuses(() -> collection.retrieve(ids, Include.PAYLOAD), invalid, "element 1");
        refuses(() -> collection.retrieve(List.of(one), null), invalid, "carry");
        refuses(() -> collection.count(null), invalid, "a filter");
        refuses(() -> collection.scroll(null), invalid, "a scroll");
        refuses(() -> collection.search((Query) null), invalid, "a query");
        refuses(() -> collection.search(Arrays.asList((Query) null)), invalid, "element 0");
        fails(() -> VecDb.open(null), invalid, "folder");
    }

    @Test
    void collectionsThatAreThereOrNot() {
        refuses(
                () -> database.createCollection("shoes", CollectionConfig.of(3, Metric.L2)),
                ErrorCode.ALREADY_EXISTS,
                "'shoes'");
        refuses(() -> database.collection("hats"), ErrorCode.NOT_FOUND, "'hats'", "[shoes]");
        refuses(
                () -> database.createCollection("../etc", CollectionConfig.of(3, Metric.L2)),
                ErrorCode.INVALID_ARGUMENT,
                "A-Z");
        assertThat(database.dropCollection("hats")).isFalse();
        assertThat(database.collections()).containsExactly("shoes");
    }

    @Test
    void payloadIndexOfAnotherType() {
        collection.createPayloadIndex("price", PayloadIndexType.INTEGER);
        collection.createPayloadIndex("price", PayloadIndexType.INTEGER);
        refuses(
                () -> collection.createPayloadIndex("price", PayloadIndexType.KEYWORD),
                ErrorCode.ALREADY_EXISTS,
                "integer",
                "keyword");
        assertThat(collection.count(Filter.lt("price", 11))).isEqualTo(1);
    }

    @Test
    void closedDatabaseAndDroppedCollection() {
        Collection hats = database.createCollection("hats", CollectionConfig.of(2, Metric.DOT));
        assertThat(database.dropCollection("hats")).isTrue();
        fails(() -> hats.upsert(List.of(Point.of(1, 1, 2))), ErrorCode.CLOSED, "dropped");
        fails(() -> hats.count(Filter.all()), ErrorCode.CLOSED, "'hats'");
        database.close();
        fails(() -> database.collections(), ErrorCode.CLOSED, "closed");
        fails(() -> collection.count(Filter.all()), ErrorCode.CLOSED, "shoes");
        fails(() -> collection.upsert(List.of(Point.of(2, 1, 0, 0))), ErrorCode.CLOSED, "closed");
        fails(() -> collection.upsert(List.of()), ErrorCode.CLOSED, "closed");
        fails(() -> collection.updateVectors(List.of()), ErrorCode.CLOSED, "closed");
        fails(() -> collection.dropPayloadIndex("price"), ErrorCode.CLOSED, "closed");
    }

    @Test
    void aSecondOpener() {
        fails(() -> VecDb.open(folder), ErrorCode.IN_USE, folder.getFileName().toString());
    }

    @Test
    void corruptFilesAreNamedAndDoNotStopOtherCollections() throws IOException {
        database.createCollection("hats", CollectionConfig.of(2, Metric.DOT));
        collection.compact();
        database.close();
        Path vectors = folder.resolve("c-1").resolve("seg-1.vectors0");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[70] ^= 1;
        Files.write(vectors, bytes);
        database = VecDb.open(folder);
        assertThat(database.collections()).containsExactly("hats", "shoes");
        assertThat(database.collection("hats").count(Filter.all())).isZero();
        fails(
                () -> database.collection("shoes"),
                ErrorCode.CORRUPT,
                "'shoes'",
                "seg-1.vectors0",
                "byte");
        bytes[70] ^= 1;
        Files.write(vectors, bytes);
        database.close();
        database = VecDb.open(folder);
        assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(1);
    }

    @Test
    void foreignAndNewerFiles() throws IOException {
        collection.compact();
        database.close();
        Path ids = folder.resolve("c-1").resolve("seg-1.ids");
        byte[] bytes = Files.readAllBytes(ids);
        Files.write(
                ids, "this is no file of VecDB, but somebody's notes\n".repeat(10).getBytes(UTF_8));
        database = VecDb.open(folder);
        fails(() -> database.collection("shoes"), ErrorCode.UNSUPPORTED_FORMAT, "seg-1.ids");
        database.close();
        Files.delete(ids);
        try (Directory directory = LocalDirectory.open(folder);
                FileWriter newer =
                        FileWriter.create(directory, "c-1/seg-1.ids", new FileFormat("ids", 2))) {
            newer.finish();
        }
        database = VecDb.open(folder);
        fails(
                () -> database.collection("shoes"),
                ErrorCode.UNSUPPORTED_FORMAT,
                "'c-1/seg-1.ids'",
                "version 2",
                "reads versions 1 to 1",
                "newer release");
        database.close();
        Files.write(ids, bytes);
        database = VecDb.open(folder);
        assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(1);
    }

    @Test
    void filesThatAnInterruptedFlushLeftAreRemoved() throws IOException {
        collection.compact();
        database.close();
        Path orphan = folder.resolve("c-1").resolve("seg-77.ids");
        Files.writeString(orphan, "half of a file");
        Files.createDirectories(folder.resolve("c-99"));
        Files.writeString(folder.resolve("c-99").resolve("seg-1.ids"), "left by a drop");
        database = VecDb.open(folder);
        assertThat(orphan).doesNotExist();
        assertThat(folder.resolve("c-99")).doesNotExist();
        assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(1);
    }
}
