package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

class FileCopyTest {
    private static final int BODY_BYTES = 200_000;

    private final FaultyDirectory disk = new FaultyDirectory();
    private final FileStamp stamp = write("file", 1);
    private final byte[] bytes = disk.content("file");

    private FileStamp write(String name, long seed) {
        byte[] body = new byte[BODY_BYTES];
        new Random(seed).nextBytes(body);
        try (FileWriter out = FileWriter.create(disk, name, new FileFormat("test", 1))) {
            out.write(body, 0, body.length);
            return out.finish();
        }
    }

    private static byte[] copy(byte[] file, FileStamp stamp) {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        FileCopy.copy(
                "file",
                MemorySegment.ofArray(file),
                stamp,
                (from, offset, length) ->
                        copied.writeBytes(
                                from.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
        return copied.toByteArray();
    }

    @Test
    void everyByteIsCopied() {
        assertThat(stamp.bytes()).isEqualTo(bytes.length);
        assertThat(copy(bytes, stamp)).isEqualTo(bytes);
    }

    @Test
    void everyByteIsVerified() {
        for (int at = 0; at < bytes.length; at += 997) {
            refused(at);
        }
        for (int at = 0; at < 64; at++) {
            refused(at);
            refused(bytes.length - 1 - at);
        }
    }

    private void refused(int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 4;
        assertThatExceptionOfType(DbException.class)
                .as("byte %d", at)
                .isThrownBy(() -> copy(damaged, stamp))
                .matches(e -> e.code() == ErrorCode.CORRUPT)
                .withMessageContaining("'file'");
    }

    @Test
    void aSoundFileThatIsAnotherOneIsNotCopied() {
        FileStamp other = write("other", 2);
        assertThat(other.bytes()).isEqualTo(stamp.bytes());
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> copy(bytes, other))
                .withMessageContaining("another file than the one that the manifest names");
    }
}
