package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.collection.ManifestRepairTest.Harm;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A database whose list of collections cannot be read.
class CatalogRepairTest {
    @TempDir Path folder;

    private static void create(Database database, String name, int points) {
        Collection created = database.createCollection(name, CollectionConfig.of(1, Metric.L2));
        for (int i = 0; i < points; i++) {
            created.upsert(List.of(Point.of(i, i)));
        }
    }

    private List<Path> manifests(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.filter(file -> file.getFileName().toString().startsWith("manifest-"))
                    .sorted()
                    .toList();
        }
    }

    private void requireRefused() {
        assertThatThrownBy(() -> VecDb.open(folder).close())
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContainingAll("manifest-", "vecdb storage repair");
    }

    @Test
    void aListThatCanBeReadStaysAsItIs() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
            assertThatThrownBy(() -> VecDb.repairCatalog(folder))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
        }
        List<Path> before = manifests("");
        assertThat(VecDb.repairCatalog(folder)).isEmpty();
        assertThat(manifests("")).isEqualTo(before);
        assertThatThrownBy(() -> VecDb.repairCatalog(folder.resolve("none")))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @ParameterizedTest
    @EnumSource
    void aCollectionThatTheOlderListLacksIsFoundByItsFolder(Harm harm) throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
            create(database, "b", 2);
            create(database, "c", 3);
        }
        harm.to(manifests("").getLast());
        requireRefused();
        assertThat(VecDb.repairCatalog(folder))
                .hasSize(3)
                .anyMatch(action -> action.contains("cannot be read"))
                .anyMatch(action -> action.contains("with the collections [a, b]"))
                .anyMatch(action -> action.contains("'c-3' is called 'c-3' from now on"));
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collections()).containsExactly("a", "b", "c-3");
            assertThat(database.collection("b").count(Filter.all())).isEqualTo(2);
            assertThat(database.collection("c-3").count(Filter.all())).isEqualTo(3);
            create(database, "d", 4);
            assertThat(Files.exists(folder.resolve("c-4"))).isTrue();
        }
        assertThat(VecDb.repairCatalog(folder)).isEmpty();
    }

    @Test
    void aCollectionThatWasDroppedSinceIsLeftOut() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
            create(database, "c-1", 2);
            assertThat(database.dropCollection("a")).isTrue();
        }
        Harm.FLIP.to(manifests("").getLast());
        assertThat(VecDb.repairCatalog(folder))
                .anyMatch(action -> action.contains("'a' was dropped or replaced later"));
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collections()).containsExactly("c-1");
        }
    }

    @Test
    void withoutAnyListTheFoldersMakeOne() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
            create(database, "b", 2);
        }
        for (Path manifest : manifests("")) {
            Harm.CUT.to(manifest);
        }
        // A collection that cannot be read itself keeps its place.
        for (Path manifest : manifests("c-1")) {
            Harm.CUT.to(manifest);
        }
        Files.createDirectories(folder.resolve("c-9"));
        assertThat(VecDb.repairCatalog(folder))
                .anyMatch(action -> action.contains("the names of all collections are lost"));
        try (Database database = VecDb.open(folder)) {
            assertThat(database.states())
                    .extracting(CollectionState::name)
                    .containsExactly("c-1", "c-2");
            assertThat(database.states())
                    .extracting(CollectionState::isUsable)
                    .containsExactly(false, true);
            assertThat(database.collection("c-2").count(Filter.all())).isEqualTo(2);
            assertThat(Files.exists(folder.resolve("c-1"))).isTrue();
        }
    }

    @Test
    void aDatabaseWhoseListIsGoneIsNotTakenForANewOne() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
            create(database, "b", 2);
        }
        for (Path manifest : manifests("")) {
            Files.delete(manifest);
        }
        requireRefused();
        assertThat(VecDb.repairCatalog(folder))
                .anyMatch(action -> action.contains("list of collections is missing"));
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collections()).containsExactly("c-1", "c-2");
            assertThat(database.collection("c-2").count(Filter.all())).isEqualTo(2);
        }
    }

    @Test
    void namesOfFoldersGiveWayToNamesThatAreKnown() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "c-2", 1);
            create(database, "b", 2);
        }
        Harm.FLIP.to(manifests("").getLast());
        assertThat(VecDb.repairCatalog(folder))
                .anyMatch(action -> action.contains("'c-2' is called 'c-2-found' from now on"));
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collection("c-2").count(Filter.all())).isEqualTo(1);
            assertThat(database.collection("c-2-found").count(Filter.all())).isEqualTo(2);
        }
    }

    @Test
    void aListOfANewerReleaseIsNoDamage() throws IOException {
        try (Database database = VecDb.open(folder)) {
            create(database, "a", 1);
        }
        Path newest = manifests("").getLast();
        byte[] bytes = Files.readAllBytes(newest);
        byte[] header = FileHeader.seal(FileHeader.begin(new FileFormat("database", 2)));
        System.arraycopy(header, 0, bytes, 0, header.length);
        Files.write(newest, bytes);
        assertThatThrownBy(() -> VecDb.repairCatalog(folder))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT));
        assertThat(Files.readAllBytes(newest)).isEqualTo(bytes);
    }
}
