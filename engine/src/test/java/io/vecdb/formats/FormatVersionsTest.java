package io.vecdb.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.util.Objects.requireNonNull;

import io.vecdb.FolderCopy;
import io.vecdb.VecDb;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Each format that the code knows has fixtures of each of its versions, and a file of a version
/// that is still to come is refused.
class FormatVersionsTest {
    private static final Pattern DECLARED =
            Pattern.compile("new FileFormat\\(\\s*\"([^\"]+)\",\\s*(\\d+)\\)");

    private static final int VERSION_AT = 16;
    private static final int CRC_AT = 60;

    @TempDir Path folder;

    private static Stream<Path> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    /// Format and version as they stand in a file's header.
    private static String format(Path file) {
        try {
            ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file));
            header.order(ByteOrder.LITTLE_ENDIAN);
            byte[] name = new byte[8];
            header.get(8, name);
            return new String(name, StandardCharsets.US_ASCII).replace("\0", "")
                    + " "
                    + header.getInt(VERSION_AT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A file of each format, by the format's name and version.
    static Map<String, Path> fixtures() throws IOException {
        Map<String, Path> byFormat = new TreeMap<>();
        files(FormatOneTest.FIXTURES)
                .filter(file -> !file.toString().endsWith(".md"))
                .forEach(file -> byFormat.put(format(file), file));
        return byFormat;
    }

    static Set<String> formats() throws IOException {
        return fixtures().keySet();
    }

    @Test
    void everyVersionOfEveryFormatHasAFixture() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Path source : files(Path.of("src", "main", "java")).toList()) {
            Matcher declared = DECLARED.matcher(Files.readString(source));
            while (declared.find()) {
                for (int v = 1; v <= Integer.parseInt(declared.group(2)); v++) {
                    known.add(declared.group(1) + " " + v);
                }
            }
        }
        assertThat(known).hasSizeGreaterThan(10);
        assertThat(formats()).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aNewerVersionIsRefusedWithWhatToDo(String format) throws IOException {
        Path fixture = fixtures().get(format);
        Path copy = folder.resolve("copy");
        FolderCopy.copy(FormatOneTest.FIXTURES, copy);
        Path file = copy.resolve(FormatOneTest.FIXTURES.relativize(fixture));
        setVersion(file, 2);
        DbException refused = refused(copy, file);
        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(refused)
                .hasMessageContainingAll(
                        file.getFileName().toString(),
                        "has version 2",
                        "reads versions 1 to 1",
                        "open it with a newer release");
    }

    /// Opens what a file belongs to.
    private static DbException refused(Path copy, Path file) {
        String name = file.getFileName().toString();
        if (name.startsWith("snapshot")) {
            return thrown(() -> VecDb.readSnapshot(file));
        }
        if (name.startsWith("backup-")) {
            return thrown(() -> VecDb.backups(copy.resolve("backups")));
        }
        Path data = copy.resolve("database");
        if (file.startsWith(copy.resolve("backups"))) {
            throw new AssertionError("the database has no file as " + file);
        }
        if (data.equals(file.getParent())) {
            return thrown(() -> VecDb.open(data).close());
        }
        try (Database database = VecDb.open(data)) {
            CollectionState bad =
                    database.states().stream()
                            .filter(state -> !state.isUsable())
                            .findFirst()
                            .orElseThrow();
            assertThat(database.states()).filteredOn(CollectionState::isUsable).hasSize(2);
            assertThatThrownBy(() -> database.collection(bad.name()))
                    .hasMessageContaining("open it with a newer release");
            return requireNonNull(bad.failure());
        }
    }

    private static DbException thrown(ThrowingCallable call) {
        return catchThrowableOfType(DbException.class, call);
    }

    private static void setVersion(Path file, int version) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(VERSION_AT, version);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        header.putInt(CRC_AT, (int) crc.getValue());
        Files.write(file, bytes);
    }
}
