package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class FolderTest {
    private static final FileFormat FORMAT = new FileFormat("test", 1);

    private final FaultyDirectory disk = new FaultyDirectory();
    private final OpenFiles files = new OpenFiles(disk);
    private final Folder folder = new Folder(files.directory(), "c");
    private final FileStamp stamp = write("file", 1);
    private final FileStamp other = write("other", 2);

    private FileStamp write(String name, int content) {
        try (FileWriter out = folder.create(name, FORMAT)) {
            out.writeInt(content);
            return out.finish();
        }
    }

    private static void fails(ErrorCode code, String file, ThrowingCallable call) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageContaining("'" + file + "'");
    }

    @Test
    void aFileIsOpenedByItsNameInTheFolder() {
        try (FileReader file = folder.open("file", FORMAT, stamp)) {
            assertThat(file.body().intAt(0)).isEqualTo(1);
            assertThat(file.name()).isEqualTo("c/file");
            assertThat(file.fileBytes()).isEqualTo(disk.content("c/file").length);
        }
        try (FileReader file = folder.open("other", FORMAT)) {
            assertThat(file.body().intAt(0)).isEqualTo(2);
        }
        assertThat(files.count()).isZero();
    }

    @Test
    void aSoundFileInTheWrongPlaceIsNotOpened() {
        fails(ErrorCode.CORRUPT, "c/file", () -> folder.open("file", FORMAT, other));
        assertThat(folder.has("file", other)).isFalse();
        fails(
                ErrorCode.CORRUPT,
                "c/file",
                () -> folder.copy("file", other, (bytes, offset, length) -> {}));
        assertThat(files.count()).isZero();
    }

    @Test
    void itHasAFileOnlyIfThatIsSound() {
        assertThat(folder.has("file", stamp)).isTrue();
        assertThat(folder.has("missing", stamp)).isFalse();
        byte[] cut = disk.content("c/file");
        cut[cut.length - 1] ^= 1;
        disk.put("c/file", cut);
        assertThat(folder.has("file", stamp)).isFalse();
        assertThat(files.count()).isZero();
    }

    @Test
    void aCopyHasEveryByte() {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        folder.copy(
                "file",
                stamp,
                (bytes, offset, length) ->
                        copied.writeBytes(
                                bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
        assertThat(copied.toByteArray()).isEqualTo(disk.content("c/file"));
        fails(
                ErrorCode.CORRUPT,
                "c/missing",
                () -> folder.copy("missing", stamp, (bytes, offset, length) -> {}));
        assertThat(files.count()).isZero();
    }

    @Test
    void rawBytesAndNamesAreDurableOnceTheFolderWasSynced() throws IOException {
        byte[] content = {0, 1, 2, 3, 4, 5};
        folder.write(
                "raw", sink -> sink.write(MemorySegment.ofArray(content), 1, content.length - 2));
        folder.rename("file", "renamed");
        folder.delete("other");
        assertThat(files.count()).isZero();
        assertThat(folder.list()).containsExactly("raw", "renamed");
        assertThat(disk.afterPowerLoss(Survival.NONE, 0).list("c")).isEmpty();

        folder.sync();
        FaultyDirectory after = disk.afterPowerLoss(Survival.NONE, 0);
        assertThat(after.list("c")).containsExactly("raw", "renamed");
        assertThat(after.content("c/raw")).containsExactly(1, 2, 3, 4);
        assertThat(after.content("c/renamed")).isEqualTo(disk.content("c/renamed"));
    }

    @Test
    void everyRefusalOfTheDiskNamesTheFile() {
        failsNext("c/file", () -> folder.open("file", FORMAT));
        failsNext("c/file", () -> folder.has("file", stamp));
        failsNext("c/file", () -> folder.copy("file", stamp, (bytes, offset, length) -> {}));
        failsNext("c/file", () -> folder.rename("file", "renamed"));
        failsNext("c/file", () -> folder.delete("file"));
        failsNext("c/new", () -> folder.write("new", sink -> {}));
        failsNext("c", folder::list);
        failsNext("c", folder::sync);
        assertThat(folder.list()).containsExactly("file", "other");
        disk.failAt(disk.calls() + 2);
        fails(
                ErrorCode.IO_ERROR,
                "c/new",
                () ->
                        folder.write(
                                "new",
                                sink -> sink.write(MemorySegment.ofArray(new byte[1]), 0, 1)));
        assertThat(files.count()).isZero();
    }

    private void failsNext(String file, ThrowingCallable call) {
        disk.failAt(disk.calls() + 1);
        fails(ErrorCode.IO_ERROR, file, call);
    }

    @Test
    void whatCannotBeDeletedStaysWithoutAnError() throws IOException {
        disk.failAt(disk.calls() + 1);
        folder.deleteOrLeave("file");
        disk.failAt(disk.calls() + 1);
        folder.deleteAllOrLeave();
        assertThat(folder.list()).containsExactly("file", "other");
        folder.deleteOrLeave("file");
        assertThat(folder.list()).containsExactly("other");
        folder.deleteAllOrLeave();
        assertThat(disk.list("")).isEmpty();
    }

    @Test
    void filesOfTheRootHaveTheirOwnNames() {
        Folder root = new Folder(disk, "");
        try (FileWriter out = root.create("file", FORMAT)) {
            assertThat(out.name()).isEqualTo("file");
        }
        assertThat(root.list()).containsExactly("c", "file");
    }
}
