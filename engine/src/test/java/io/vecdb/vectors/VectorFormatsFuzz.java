package io.vecdb.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.fuzz.FuzzTarget;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// A vector file of any of the formats: the first byte says which, the rest is the file.
public final class VectorFormatsFuzz implements FuzzTarget {
    private static final List<String> NAMES = List.of("a.npy", "a.fvecs", "a.bvecs", "a.ivecs");

    @Override
    public List<byte[]> seeds() {
        return List.of(
                npy("<f4", "(2, 1)", "12345678"),
                npy("<f2", "(1, 2)", "1234"),
                npy("|u1", "(2, 2)", "1234"),
                seed(1, "\2\0\0\0" + "12345678".repeat(1)),
                seed(2, "\3\0\0\0123\3\0\0\0456"),
                seed(3, "\1\0\0\0001234\1\0\0\0005678"));
    }

    private static byte[] npy(String type, String shape, String content) {
        String header =
                "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        return seed(0, "\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + content);
    }

    private static byte[] seed(int name, String content) {
        return ((char) name + content).getBytes(ISO_8859_1);
    }

    @Override
    public void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        String name = NAMES.get(input[0] & 3);
        InputStream in = new ByteArrayInputStream(Arrays.copyOfRange(input, 1, input.length));
        try {
            if (name.endsWith(".ivecs")) {
                assertThat(VectorFormats.readIvecs(in, name)).isNotNull();
            } else {
                VectorRows rows = VectorFormats.read(in, name);
                assertThat(rows.row(rows.count() - 1)).hasSize(rows.dimension());
            }
        } catch (DbException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }
}
