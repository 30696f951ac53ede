package io.vecdb.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/// Damaged vector files are read as other rows or refused with a [DbException] that names them;
/// nothing else comes out.
class VectorFormatsFuzzTest {
    private static final long SEED = 20_260_801;

    enum Kind {
        NPY_FLOAT("a.npy"),
        NPY_HALF("a.npy"),
        NPY_BYTE("a.npy"),
        FVECS("a.fvecs"),
        BVECS("a.bvecs"),
        IVECS("a.ivecs");

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        byte[] valid() {
            return switch (this) {
                case NPY_FLOAT -> npy(1, "<f4", 4);
                case NPY_HALF -> npy(2, "<f2", 2);
                case NPY_BYTE -> npy(1, "|u1", 1);
                case FVECS, IVECS -> vecs(4);
                case BVECS -> vecs(1);
            };
        }

        void read(byte[] bytes) throws IOException {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            if (this == IVECS) {
                assertThat(VectorFormats.readIvecs(in, file)).isNotNull();
            } else {
                assertThat(VectorFormats.read(in, file).count()).isPositive();
            }
        }
    }

    private static byte[] npy(int version, String type, int elementBytes) {
        byte[] header =
                ("{'descr': '" + type + "', 'fortran_order': False, 'shape': (3, 2), }\n")
                        .getBytes(ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put("\u0093NUMPY".getBytes(ISO_8859_1)).put((byte) version).put((byte) 0);
        if (version == 1) {
            out.putShort((short) header.length);
        } else {
            out.putInt(header.length);
        }
        out.put(header).put(new byte[6 * elementBytes]);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] vecs(int elementBytes) {
        ByteBuffer out =
                ByteBuffer.allocate(3 * (4 + 2 * elementBytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < 3; row++) {
            out.putInt(2).put(new byte[2 * elementBytes]);
        }
        return out.array();
    }

    private static void onlyDbException(Kind kind, byte[] bytes) throws IOException {
        try {
            kind.read(bytes);
        } catch (DbException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(e.getMessage()).contains("'" + kind.file + "'", "byte");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWholeFileIsRead(Kind kind) throws IOException {
        kind.read(kind.valid());
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncation(Kind kind) throws IOException {
        byte[] valid = kind.valid();
        for (int length = 0; length < valid.length; length++) {
            onlyDbException(kind, Arrays.copyOf(valid, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBit(Kind kind) throws IOException {
        byte[] valid = kind.valid();
        for (int bit = 0; bit < valid.length * Byte.SIZE; bit++) {
            byte[] bytes = valid.clone();
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            onlyDbException(kind, bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void someRandomBytes(Kind kind) throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = kind.valid();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(bytes.length);
                boolean digit = Character.isDigit(bytes[at]) || random.nextInt(4) == 0;
                bytes[at] = (byte) (digit ? '0' + random.nextInt(10) : random.nextInt(256));
            }
            onlyDbException(kind, bytes);
        }
    }
}
