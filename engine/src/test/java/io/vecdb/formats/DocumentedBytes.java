package io.vecdb.formats;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Reads files by the numbers that stand in `docs/format`, with nothing of the engine.
final class DocumentedBytes {
    private static final String MAGIC = "89564442" + "0d0a1a0a";
    private static final String END_MAGIC = "766462656e640d0a";
    private static final int BLOCK = 65_536;

    private DocumentedBytes() {}

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<Path> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static Path only(Path below, String pattern) throws IOException {
        return files(below).stream()
                .filter(file -> file.getFileName().toString().matches(pattern))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    static ByteBuffer numbers(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    static String hex(byte[] bytes, int from, int length) {
        return HexFormat.of().formatHex(bytes, from, from + length);
    }

    static String name(byte[] bytes) {
        return new String(bytes, 8, 8, UTF_8).replace("\0", "");
    }

    /// file.md: the header of all files.
    static void requireHeader(byte[] bytes) {
        assertThat(hex(bytes, 0, 8)).isEqualTo(MAGIC);
        assertThat(numbers(bytes).getInt(16)).isEqualTo(1);
        assertThat(numbers(bytes).getInt(60)).isEqualTo(crc(bytes, 0, 60));
    }

    /// file.md: an immutable file; returns its body.
    static byte[] body(Path file) {
        byte[] bytes = read(file);
        ByteBuffer in = numbers(bytes);
        requireHeader(bytes);
        assertThat(in.getInt(20)).isEqualTo(1);
        assertThat(in.getInt(24)).isEqualTo(BLOCK);
        assertThat(hex(bytes, 28, 32)).matches("0+");
        int trailer = bytes.length - 32;
        int n = (int) in.getLong(trailer);
        int blocks = in.getInt(trailer + 8);
        assertThat(blocks).isEqualTo((n + BLOCK - 1) / BLOCK);
        assertThat(bytes.length).isEqualTo(64 + n + 4 * blocks + 32);
        for (int block = 0; block < blocks; block++) {
            int from = 64 + block * BLOCK;
            assertThat(in.getInt(64 + n + 4 * block))
                    .isEqualTo(crc(bytes, from, Math.min(from + BLOCK, 64 + n)));
        }
        assertThat(in.getInt(trailer + 12)).isEqualTo(in.getInt(60));
        assertThat(in.getInt(trailer + 16)).isZero();
        assertThat(in.getInt(trailer + 20)).isEqualTo(crc(bytes, 64 + n, trailer + 20));
        assertThat(hex(bytes, trailer + 24, 8)).isEqualTo(END_MAGIC);
        return Arrays.copyOfRange(bytes, 64, 64 + n);
    }

    /// values.md: a varint.
    static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /// values.md: a string.
    static String string(ByteBuffer in) {
        byte[] text = new byte[varint(in)];
        in.get(text);
        return new String(text, UTF_8);
    }

    /// Bytes of a file from one place on.
    static byte[] bytes(ByteBuffer in, int from, int length) {
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return bytes;
    }

    /// The same, as text.
    static String text(ByteBuffer in, int from, int length) {
        return new String(bytes(in, from, length), UTF_8);
    }
}
