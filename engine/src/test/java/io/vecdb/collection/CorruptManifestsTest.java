package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.VecDb;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.storage.Manifests;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Manifests whose checksums are right and whose content is not.
class CorruptManifestsTest {
    @TempDir Path folder;

    private void commit(String subfolder, FileFormat format, byte[] body) {
        try (Directory directory = LocalDirectory.open(folder)) {
            new Manifests(directory, subfolder, format).commit(body);
        }
    }

    private static void corrupt(ThrowingCallable call, String... words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .withMessageContainingAll(words);
    }

    @Test
    void theDatabases() {
        VecDb.open(folder).close();
        commit("", new FileFormat("database", 1), new byte[10]);
        corrupt(
                () -> VecDb.open(folder).close(),
                "File 'manifest-0000000000000000002' is corrupt at byte 80",
                "8 bytes are expected and 2 are left");
    }

    @Test
    void aCollections() {
        try (Database database = VecDb.open(folder)) {
            assertThat(database.createCollection("shoes", CollectionConfig.of(2, Metric.L2)).name())
                    .isEqualTo("shoes");
        }
        commit("c-1", CollectionManifest.FORMAT, new byte[0]);
        try (Database database = VecDb.open(folder)) {
            corrupt(
                    () -> database.collection("shoes"),
                    "'c-1/manifest-0000000000000000002' is corrupt at byte 72",
                    "8 bytes are expected and 0 are left");
        }
    }

    @Test
    void ofAnotherCollection() throws IOException {
        try (Database database = VecDb.open(folder)) {
            for (String name : List.of("shoes", "hats", "bags")) {
                assertThat(
                                database.createCollection(name, CollectionConfig.of(2, Metric.L2))
                                        .name())
                        .isEqualTo(name);
            }
        }
        Path aside = folder.resolve("aside");
        Files.move(folder.resolve("c-1"), aside);
        Files.move(folder.resolve("c-2"), folder.resolve("c-1"));
        Files.move(aside, folder.resolve("c-2"));
        try (Database database = VecDb.open(folder)) {
            corrupt(
                    () -> database.collection("shoes"),
                    "The folder 'c-1' is that of another collection",
                    "Put the right folder there");
            corrupt(() -> database.collection("hats"), "'c-2'");
            assertThat(database.collection("bags").count(Filter.all())).isZero();
        }
    }

    /// Bodies of a collection's manifest that speak of impossible segments.
    @Test
    void whoseSegmentsAreImpossible() {
        impossible(1, 5, List.of(), "does not have the files of a segment");
        impossible(1, 5, files(1, 2, 5), "does not have the files of a segment");
        impossible(1, 5, files(1, 2, 3, 4, 5, 5), "does not have the files of a segment");
        impossible(1, 5, files(1, 2, 3, 3, 5), "does not have the files of a segment");
        impossible(1, 5, files(1, 2, 3, 4, 7), "unknown kind 7");
        impossible(1, 0, files(1, 2, 3, 4, 5), "of 0 rows");
        impossible(9, 5, files(1, 2, 3, 4, 5), "segment 9 is named twice or before its time");
    }

    private static List<Integer> files(Integer... kinds) {
        return List.of(kinds);
    }

    private static void impossible(int segment, int rows, List<Integer> kinds, String words) {
        ByteWriter out = new ByteWriter();
        out.putLong(7);
        out.putLong(1);
        out.putLong(9);
        ConfigCodec.write(out, CollectionConfig.of(2, Metric.L2));
        out.putInt(1);
        out.putLong(segment);
        out.putInt(rows);
        out.putInt(kinds.size());
        for (int kind : kinds) {
            out.putByte(kind);
            out.putLong(kind == 5 ? 1 : 0);
            out.putLong(100);
            out.putInt(0);
        }
        corrupt(
                () -> CollectionManifest.decode(new ByteReader(out.toByteArray(), "manifest")),
                words);
    }
}
