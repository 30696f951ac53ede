package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LocalFoldersTest {
    @TempDir Path temporary;

    private Path database;
    private Path outside;
    private Folders folders;

    @BeforeEach
    void make() throws IOException {
        database = Files.createDirectories(temporary.resolve("database"));
        outside = Files.createDirectories(temporary.resolve("outside"));
        folders = new LocalFolders(database);
    }

    private static void fails(ErrorCode code, Path named, ThrowingCallable call) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContaining("'" + named + "'");
    }

    @Test
    void aSharedFolderIsTakenFromNobody() throws IOException {
        Files.writeString(outside.resolve("file"), "x");
        try (Directory one = folders.shared(outside);
                Directory two = folders.shared(outside)) {
            assertThat(one.list("")).containsExactly("file");
            assertThat(two).hasToString(outside.toRealPath().toString());
        }
        Path missing = outside.resolve("missing");
        fails(ErrorCode.NOT_FOUND, missing, () -> folders.shared(missing));
        assertThat(missing).doesNotExist();
    }

    @Test
    void anOwnFolderIsCreatedAndHeld() {
        Path own = outside.resolve("a/b");
        try (Directory held = folders.own(own)) {
            assertThat(held).isNotNull();
            fails(ErrorCode.IN_USE, own, () -> folders.own(own));
        }
        folders.own(own).close();
    }

    @Test
    void theDatabasesOwnFolderIsRefusedByWhateverPath() throws IOException {
        Path inside = Files.createDirectories(database.resolve("c-1"));
        Path link = Files.createSymbolicLink(outside.resolve("link"), database);
        for (Path path :
                new Path[] {
                    database, inside, link, link.resolve("c-1"), outside.resolve("../database")
                }) {
            fails(ErrorCode.INVALID_ARGUMENT, path, () -> folders.shared(path));
            fails(ErrorCode.INVALID_ARGUMENT, path, () -> folders.own(path));
        }
        Path madeByOpening = link.resolve("new/folder");
        fails(ErrorCode.INVALID_ARGUMENT, madeByOpening, () -> folders.own(madeByOpening));
        assertThat(database.resolve("new")).doesNotExist();
    }

    @Test
    void withoutADatabaseEveryFolderServes() {
        new LocalFolders(null).shared(database).close();
        new LocalFolders(null).own(database).close();
    }
}
