package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

@Timeout(120)
final class LocalDirectoryTest {
    @TempDir Path temporary;

    @Test
    void whatWasWrittenIsMapped() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary.resolve("a/b"))) {
            write(directory, "c/d/file", "hello");
            try (InputFile file = directory.read("c/d/file")) {
                assertThat(text(file)).isEqualTo("hello");
                assertThat(file.name()).isEqualTo("c/d/file");
            }
        }
    }

    @Test
    void anEmptyFileIsMappedAsNothing() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            write(directory, "file", "");
            try (InputFile file = directory.read("file")) {
                assertThat(file.bytes().byteSize()).isZero();
            }
        }
    }

    @Test
    void anUnmappedFileCannotBeRead() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            write(directory, "file", "hello");
            InputFile file = directory.read("file");
            MemorySegment bytes = file.bytes();
            file.close();
            file.close();
            assertThatThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void overwritingKeepsWhatIsBeforeAndBehind() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            write(directory, "file", "hello world");
            try (OutputFile file = directory.overwrite("file", 6)) {
                file.write(utf8("W"));
                assertThat(file.length()).isEqualTo(11);
            }
            assertThat(content(directory, "file")).isEqualTo("hello World");
            try (OutputFile file = directory.overwrite("file", 6)) {
                file.write(utf8("there"));
                file.sync();
                file.write(utf8(", you"));
                assertThat(file.length()).isEqualTo(16);
            }
            assertThat(content(directory, "file")).isEqualTo("hello there, you");
            assertThatThrownBy(() -> directory.overwrite("file", 17))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> directory.overwrite("none", 0))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void reservedBytesAreZerosUntilTheyAreWritten() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            try (OutputFile file = directory.create("file")) {
                file.write(utf8("one"));
                file.reserve(100_000);
                assertThat(file.length()).isEqualTo(100_000);
                file.write(utf8("two"));
                file.reserve(10);
                assertThat(file.length()).isEqualTo(100_000);
            }
            assertThat(content(directory, "file")).isEqualTo("onetwo" + "\0".repeat(99_994));
        }
    }

    @Test
    void buffersWithAndWithoutAnArrayAreWritten() throws IOException {
        byte[] bytes = new byte[200_000];
        new java.util.Random(1).nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try (Directory directory = LocalDirectory.open(temporary)) {
            try (OutputFile file = directory.create("file")) {
                file.write(ByteBuffer.wrap(bytes, 10, 100_000).slice());
                file.write(direct);
                assertThat(direct.hasRemaining()).isFalse();
                assertThat(file.length()).isEqualTo(300_000);
            }
            try (InputFile file = directory.read("file")) {
                MemorySegment expected = MemorySegment.ofArray(bytes);
                assertThat(file.bytes().asSlice(0, 100_000).mismatch(expected.asSlice(10, 100_000)))
                        .isEqualTo(-1);
                assertThat(file.bytes().asSlice(100_000).mismatch(expected)).isEqualTo(-1);
            }
        }
    }

    @Test
    void aFileIsCreatedOnlyOnce() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            write(directory, "file", "hello");
            assertThatThrownBy(() -> directory.create("file"))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    void filesAreListedRenamedAndDeleted() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            write(directory, "c/two", "2");
            write(directory, "c/one", "1");
            write(directory, "c/deep/three", "3");
            assertThat(directory.list("c")).containsExactly("deep", "one", "two");
            assertThat(directory.list("")).containsExactly("c");
            assertThat(directory.list("none")).isEmpty();

            directory.rename("c/one", "c/two");
            directory.sync("c");
            directory.sync("c/deep");
            try (InputFile file = directory.read("c/two")) {
                assertThat(text(file)).isEqualTo("1");
            }
            assertThatThrownBy(() -> directory.rename("c/two", "two"))
                    .isInstanceOf(IOException.class);

            directory.delete("c/two");
            assertThat(directory.list("c")).containsExactly("deep");
            directory.delete("c");
            assertThat(directory.list("")).isEmpty();
            assertThatThrownBy(() -> directory.delete("c")).isInstanceOf(NoSuchFileException.class);
            write(directory, "c/again", "4");
            directory.sync("c");
        }
    }

    @Test
    void aLinkInADeletedFolderIsNotFollowed() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside"), "stays");
        try (Directory directory = LocalDirectory.open(temporary.resolve("root"))) {
            write(directory, "c/file", "goes");
            Files.createSymbolicLink(temporary.resolve("root/c/link"), temporary);
            directory.delete("c");
            assertThat(outside).hasContent("stays");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../x", "a//x", "a/./x", "a/", "..", "LOCK", "a\\x"})
    void namesThatLeadOutOfTheFolderAreRefused(String name) {
        try (Directory directory = LocalDirectory.open(temporary.resolve("root"))) {
            assertThatThrownBy(() -> directory.create(name)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> directory.read(name)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> directory.delete(name)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void oneFolderHasOneOpenerByWhateverPath() throws IOException {
        Path root = temporary.resolve("root");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), root);
        Directory first = LocalDirectory.open(root);
        for (Path path :
                new Path[] {root, link, root.resolve("../root"), temporary.resolve("./root")}) {
            requireInUse(path, ProcessHandle.current().pid());
        }
        Path relative = Path.of("").toAbsolutePath().relativize(root);
        requireInUse(relative, ProcessHandle.current().pid());
        first.close();
        first.close();
        LocalDirectory.open(link).close();
        LocalDirectory.open(root).close();
    }

    @Test
    void aFolderThatAnotherProcessHasOpenIsInUseUntilThatEnds() throws Exception {
        Path root = temporary.resolve("root");
        Process holder = holder(root, ProcessBuilder.Redirect.INHERIT);
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("locked");
            requireInUse(root, holder.pid());
            // A refused opener must not have released the lock on its way out.
            requireInUse(root, holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        LocalDirectory.open(root).close();
    }

    @Test
    void aLockTakenByOtherCodeOfThisProcessIsRespected() throws Exception {
        Path root = temporary.resolve("root");
        LocalDirectory.open(root).close();
        try (FileChannel other =
                        FileChannel.open(
                                root.resolve(DirectoryLock.FILE), StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            requireInUse(root, ProcessHandle.current().pid());
            requireInUse(root, ProcessHandle.current().pid());
            assertThat(held.isValid()).isTrue();
            Process process = holder(root, ProcessBuilder.Redirect.DISCARD);
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).isNull();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        LocalDirectory.open(root).close();
    }

    private static Process holder(Path root, ProcessBuilder.Redirect errors) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        root.toString())
                .redirectError(errors)
                .start();
    }

    @Test
    void aFileInPlaceOfTheFolderIsAnError() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThatThrownBy(() -> LocalDirectory.open(file))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                .hasMessageContaining(file.toString());
    }

    @Test
    void aClosedFolderRefusesCalls() {
        Directory directory = LocalDirectory.open(temporary);
        directory.close();
        requireClosed(() -> directory.list(""));
        requireClosed(() -> directory.create("file"));
        requireClosed(() -> directory.read("file"));
        requireClosed(() -> directory.delete("file"));
        requireClosed(() -> directory.sync(""));
    }

    private static void requireClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    @Test
    void aFileThatIsMissingIsSaidToBe() {
        try (Directory directory = LocalDirectory.open(temporary)) {
            assertThatThrownBy(() -> directory.read("file"))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> directory.overwrite("file", 0))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void anInterruptedThreadReadsWritesAndSyncs() throws IOException {
        try (Directory directory = LocalDirectory.open(temporary)) {
            Thread.currentThread().interrupt();
            write(directory, "file", "hello");
            directory.sync("");
            try (InputFile file = directory.read("file")) {
                assertThat(text(file)).isEqualTo("hello");
            }
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void requireInUse(Path path, long pid) {
        assertThatThrownBy(() -> LocalDirectory.open(path))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE))
                .hasMessageContaining("root")
                .hasMessageContaining("pid " + pid);
    }

    private static void write(Directory directory, String name, String text) throws IOException {
        try (OutputFile file = directory.create(name)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.sync();
        }
    }

    private static String content(Directory directory, String name) throws IOException {
        try (InputFile file = directory.read(name)) {
            return text(file);
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(InputFile file) {
        return new String(file.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
