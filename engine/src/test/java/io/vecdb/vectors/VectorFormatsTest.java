package io.vecdb.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

class VectorFormatsTest {
    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteArrayInputStream input(ByteBuffer bytes) {
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return new ByteArrayInputStream(written);
    }

    private static VectorRows read(ByteBuffer bytes, String name) throws IOException {
        return VectorFormats.read(input(bytes), name);
    }

    private static ByteBuffer npy(String descr, String shape) {
        String header =
                "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        return buffer().put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsFvecsAndBvecs() throws IOException {
        VectorRows floats =
                read(
                        buffer().putInt(2)
                                .putFloat(1.5f)
                                .putFloat(-2f)
                                .putInt(2)
                                .putFloat(3)
                                .putFloat(4),
                        "a.fvecs");
        assertThat(floats.count()).isEqualTo(2);
        assertThat(floats.row(0)).containsExactly(1.5f, -2f);
        assertThat(floats.row(1)).containsExactly(3f, 4f);
        VectorRows bytes = read(buffer().putInt(3).put(new byte[] {0, 127, -1}), "a.bvecs");
        assertThat(bytes.row(0)).containsExactly(0f, 127f, 255f);
    }

    @Test
    void readsIvecs() throws IOException {
        ByteBuffer file = buffer().putInt(2).putInt(7).putInt(9).putInt(1).putInt(3);
        assertThat(VectorFormats.readIvecs(input(file), "t.ivecs"))
                .isDeepEqualTo(new int[][] {{7, 9}, {3}});
    }

    @Test
    void readsNpyOfThreeElementTypes() throws IOException {
        assertThat(read(npy("<f4", "(1, 2)").putFloat(1).putFloat(2), "a.npy").row(0))
                .containsExactly(1f, 2f);
        ByteBuffer halves =
                npy("<f2", "(1, 2)")
                        .putShort(Float.floatToFloat16(0.25f))
                        .putShort(Float.floatToFloat16(-8f));
        assertThat(read(halves, "a.npy").row(0)).containsExactly(0.25f, -8f);
        assertThat(read(npy("|u1", "(2, 1)").put((byte) 200).put((byte) 3), "a.npy").row(0))
                .containsExactly(200f);
    }

    @Test
    void refusesWhatIsDamagedOrUnknown() {
        refuses(buffer().putInt(2).putFloat(1), "a.fvecs", "middle of a row");
        refuses(buffer().putInt(-5), "a.fvecs", "-5");
        refuses(buffer(), "a.fvecs", "no rows");
        refuses(
                buffer().putInt(1).putFloat(1).putInt(2).putFloat(1).putFloat(1),
                "a.fvecs",
                "another dimension");
        refuses(npy("<f8", "(1, 1)").putDouble(1), "a.npy", "<f8");
        refuses(npy("<f4", "(3,)").putFloat(1), "a.npy", "two dimensions");
        refuses(npy("<f4", "(2, 2)").putFloat(1), "a.npy", "middle of a row");
        refuses(buffer().put(new byte[40]), "a.npy", "NumPy");
        refuses(buffer().putInt(1), "a.fvecs", "byte 4", "middle of a row");
        refuses(buffer().putInt(65_537).putFloat(1), "a.fvecs", "dimension of 65537", "65536");
        refuses(buffer().putInt(1), "a.csv", ".npy, .fvecs or .bvecs");
    }

    @Test
    void refusesNpyHeadersThatSayImpossibleThings() {
        refuses(npy("<f4", "(99999999999, 1)").putFloat(1), "a.npy", "count of 99999999999");
        refuses(npy("<f4", "(1, 99999999999999999999)"), "a.npy", "dimension of 9999");
        refuses(npy("<f4", "(1, 1073741825)").putFloat(1), "a.npy", "dimension of 1073741825");
        refuses(npy("<f4", "(1, 0)"), "a.npy", "dimension of 0");
        refuses(npy("<f4", "(0, 4)"), "a.npy", "count of 0");
        refuses(npy("<f4", "(2147483647, 65536)").putFloat(1), "a.npy", "middle of a row");
        refuses(npy("<f4", "(1, 1)").putFloat(1).putFloat(2), "a.npy", "more bytes", "1 rows");
        ByteBuffer newer = npy("<f4", "(1, 1)").putFloat(1).put(6, (byte) 9);
        refuses(newer, "a.npy", "format 9");
    }

    private static void refuses(ByteBuffer bytes, String name, String... reasons) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> read(bytes, name))
                .withMessageContaining(name)
                .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    }
}
