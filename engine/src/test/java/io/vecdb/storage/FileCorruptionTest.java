package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/// Damages checksummed files and manifests in every place.
final class FileCorruptionTest {
    private static final FileFormat FORMAT = new FileFormat("test", 2);
    private static final int BLOCK = FileLayout.BLOCK_BYTES;

    @Test
    void everyFlippedBitOfASmallFileIsReported() {
        byte[] file = file(300);
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            requireReported(damaged, "bit " + bit);
        }
    }

    @Test
    void flippedBytesOfALargeFileAreReportedWithTheirBlock() {
        byte[] file = file(2 * BLOCK + 1_000);
        for (int at = 0; at < file.length; at += at % BLOCK < 200 ? 1 : 307) {
            byte[] damaged = file.clone();
            damaged[at] ^= (byte) 0xff;
            DbException e = requireReported(damaged, "byte " + at);
            if (at >= 64 && at < 64 + 2 * BLOCK + 1_000) {
                long block = 64 + (long) (at - 64) / BLOCK * BLOCK;
                assertThat(e).hasMessageContaining("at byte " + block + ":");
            }
        }
    }

    @Test
    void everyLengthButTheRightOneIsReported() {
        byte[] file = file(BLOCK + 300);
        for (int length = 0; length < file.length; length += length < 500 ? 1 : 97) {
            requireReported(Arrays.copyOf(file, length), "length " + length);
        }
        for (int length = file.length - 500; length < file.length; length++) {
            requireReported(Arrays.copyOf(file, length), "length " + length);
        }
        for (int more = 1; more < 200; more++) {
            requireReported(Arrays.copyOf(file, file.length + more), more + " bytes more");
        }
    }

    @Test
    void swappedBlocksAreReported() {
        byte[] file = file(2 * BLOCK);
        byte[] damaged = file.clone();
        System.arraycopy(file, 64, damaged, 64 + BLOCK, BLOCK);
        System.arraycopy(file, 64 + BLOCK, damaged, 64, BLOCK);
        requireReported(damaged, "swapped blocks");
    }

    @Test
    void theFooterOfAnotherFileIsReported() {
        byte[] file = file(300);
        byte[] other = bytesOf(new FileFormat("test", 1), content(300));
        System.arraycopy(other, 0, file, 0, 64);
        DbException e = requireReported(file, "another's header");
        assertThat(e).hasMessageContaining("of different files");
    }

    @Test
    void trailersThatLieAboutLengthsAreReportedWithoutReadingOutside() {
        Random random = new Random(3);
        long[] lengths = {
            -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 299, 301, 1L << 62
        };
        for (long length : lengths) {
            for (int blocks : new int[] {0, 1, 2, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                byte[] file = file(300);
                ByteWriter trailer = new ByteWriter();
                trailer.putLong(length);
                trailer.putInt(blocks);
                System.arraycopy(trailer.toByteArray(), 0, file, file.length - 32, 12);
                requireReported(file, length + " bytes in " + blocks + " blocks");
            }
        }
        for (int round = 0; round < 5_000; round++) {
            byte[] file = file(300);
            for (int at = file.length - 36; at < file.length - 8; at++) {
                file[at] = (byte) random.nextInt();
            }
            requireReported(file, "round " + round + " of seed 3");
        }
    }

    @Test
    void foreignOtherAndNewerFilesAreToldApart() {
        requireUnsupported(
                "not a database file, but long enough for a header and a trailer, that "
                        .repeat(2)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "not a VecDB file");
        requireUnsupported(bytesOf(new FileFormat("other", 1), content(10)), "format is 'other'");
        requireUnsupported(
                bytesOf(new FileFormat("test", 3), content(10)),
                "version 3, and this release reads versions 1 to 2");
    }

    @Test
    void containersOfAnotherReleaseAreToldApart() {
        for (int field : new int[] {20, 24}) {
            byte[] file = file(300);
            ByteBuffer header = ByteBuffer.wrap(file, 0, 64).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(field, 2 * header.getInt(field));
            System.arraycopy(FileHeader.seal(header), 0, file, 0, 64);
            requireUnsupported(file, "container version");
            assertThatThrownBy(() ->
                            FileCopy.verify(
                                    "file",
                                    MemorySegment.ofArray(file),
                                    new FileStamp(file.length, 0)))
                    .hasMessageContaining("container version");
        }
    }

    @Test
    void olderVersionsAreRead() {
        FaultyDirectory directory = new FaultyDirectory();
        directory.put("file", bytesOf(new FileFormat("test", 1), content(10)));
        try (FileReader reader = FileReader.open(directory, "file", FORMAT)) {
            assertThat(reader.body().verified().toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(content(10));
        }
    }

    @Test
    void aMissingFileIsReported() {
        assertThatThrownBy(() -> FileReader.open(new FaultyDirectory(), "file", FORMAT))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("'file'")
                .hasMessageContaining("missing");
    }

    @Test
    void everyDamagedByteOfAManifestIsReportedThoughAnOlderOneIsThere() {
        FaultyDirectory directory = new FaultyDirectory();
        Manifests manifests = new Manifests(directory, "c", FORMAT);
        manifests.commit(content(40));
        manifests.commit(content(50));
        String name = "c/manifest-0000000000000000002";
        byte[] file = directory.content(name);
        for (int at = 0; at < file.length; at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= 0x11;
            directory.put(name, damaged);
            assertThatThrownBy(() -> new Manifests(directory, "c", FORMAT).load())
                    .isInstanceOfSatisfying(DbException.class, e -> requireClear(e, name));
        }
    }

    @Test
    void anOldManifestUnderANewNameIsReported() {
        FaultyDirectory directory = new FaultyDirectory();
        Manifests manifests = new Manifests(directory, "c", FORMAT);
        manifests.commit(content(40));
        manifests.commit(content(40));
        directory.put(
                "c/manifest-0000000000000000002",
                directory.content("c/manifest-0000000000000000001"));
        assertThatThrownBy(() -> new Manifests(directory, "c", FORMAT).load())
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("generation 1");
    }

    private static DbException requireReported(byte[] file, String damage) {
        FaultyDirectory directory = new FaultyDirectory();
        directory.put("file", file);
        try {
            requireSound(directory);
        } catch (DbException e) {
            requireClear(e, "file");
            return e;
        } catch (RuntimeException e) {
            return fail(damage, e);
        }
        return fail(damage + " was not noticed");
    }

    private static void requireSound(Directory directory) {
        try (FileReader file = FileReader.open(directory, "file", FORMAT)) {
            file.requireAll();
        }
    }

    private static void requireClear(DbException e, String file) {
        assertThat(e).hasMessageContaining("'" + file + "'");
        switch (e.code()) {
            case CORRUPT -> assertThat(e).hasMessageContaining("at byte ");
            case UNSUPPORTED_FORMAT -> assertThat(e).hasMessageContaining("cannot be read");
            default -> fail("unexpected", e);
        }
    }

    private static void requireUnsupported(byte[] file, String message) {
        DbException e = requireReported(file, message);
        assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(e).hasMessageContaining(message);
    }

    private static byte[] file(int bodyBytes) {
        return bytesOf(FORMAT, content(bodyBytes));
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private static byte[] bytesOf(FileFormat format, byte[] body) {
        FaultyDirectory directory = new FaultyDirectory();
        try (FileWriter writer = FileWriter.create(directory, "file", format)) {
            writer.write(body, 0, body.length);
            writer.finish();
        }
        return directory.content("file");
    }
}
