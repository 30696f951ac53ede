package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.VecDb;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.storage.Manifests;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

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
                "4 bytes are expected and 2 are left");
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
}
