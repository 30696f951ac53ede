package io.vecdb.vectors;

import io.vecdb.api.DbException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the vector files that the field exchanges: NumPy's `.npy` with two dimensions of float32,
/// float16 or uint8, and the `.fvecs`, `.bvecs` and `.ivecs` of the TEXMEX corpora, whose rows are
/// a little-endian int32 dimension and that many float32, uint8 or int32.
public final class VectorFormats {
    private static final Pattern NPY_HEADER =
            Pattern.compile(
                    "\\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape':"
                            + " \\((\\d+), (\\d+)\\), *\\}\\s*");

    private VectorFormats() {}

    /// Reads all rows into memory outside the heap.
    ///
    /// @param in the file's bytes; not closed
    /// @param name the file's name; its ending says which format it is
    /// @throws DbException INVALID_ARGUMENT if it is none of the formats, or damaged
    /// @throws IOException if reading fails
    public static VectorRows read(InputStream in, String name) throws IOException {
        Source source = new Source(in, name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy")) {
            return readNpy(source);
        }
        if (lower.endsWith(".fvecs")) {
            return readVecs(source, Element.FLOAT32);
        }
        if (lower.endsWith(".bvecs")) {
            return readVecs(source, Element.UINT8);
        }
        throw DbException.invalid("'" + name + "' is no vector file: use .npy, .fvecs or .bvecs.");
    }

    /// Reads an `.ivecs` file: lists of row numbers, such as true neighbours.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is damaged
    /// @throws IOException if reading fails
    public static int[][] readIvecs(InputStream in, String name) throws IOException {
        Source source = new Source(in, name);
        List<int[]> rows = new ArrayList<>();
        while (source.hasMore()) {
            int[] row = new int[source.count("dimension")];
            source.bytes(4 * row.length).asIntBuffer().get(row);
            rows.add(row);
        }
        return rows.toArray(int[][]::new);
    }

    private enum Element {
        FLOAT32(4),
        FLOAT16(2),
        UINT8(1);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        void decode(ByteBuffer from, float[] row) {
            for (int i = 0; i < row.length; i++) {
                row[i] =
                        switch (this) {
                            case FLOAT32 -> from.getFloat();
                            case FLOAT16 -> Float.float16ToFloat(from.getShort());
                            case UINT8 -> from.get() & 0xff;
                        };
            }
        }
    }

    private static VectorRows readVecs(Source source, Element element) throws IOException {
        GrowableRows rows = null;
        float[] row = new float[0];
        while (source.hasMore()) {
            int dimension = source.count("dimension");
            if (rows == null) {
                rows = new GrowableRows(dimension);
                row = new float[dimension];
            }
            if (dimension != row.length) {
                throw source.damaged("row " + rows.view().count() + " has another dimension");
            }
            element.decode(source.bytes(element.bytes * dimension), row);
            rows.append(row);
        }
        if (rows == null) {
            throw source.damaged("it holds no rows");
        }
        return rows.view();
    }

    private static VectorRows readNpy(Source source) throws IOException {
        byte[] magic = new byte[8];
        source.bytes(8).get(magic);
        if (!Arrays.equals(
                magic, 0, 6, "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1), 0, 6)) {
            throw source.damaged("it does not begin as NumPy's files do");
        }
        int headerBytes =
                magic[6] == 1 ? source.bytes(2).getShort() & 0xffff : source.count("header length");
        byte[] header = new byte[headerBytes];
        source.bytes(headerBytes).get(header);
        Matcher fields = NPY_HEADER.matcher(new String(header, StandardCharsets.ISO_8859_1));
        if (!fields.matches() || fields.group(2).equals("True")) {
            throw source.damaged("it is not an array of two dimensions in C order");
        }
        Element element =
                switch (fields.group(1)) {
                    case "<f4" -> Element.FLOAT32;
                    case "<f2" -> Element.FLOAT16;
                    case "|u1" -> Element.UINT8;
                    default ->
                            throw source.damaged(
                                    "its elements are "
                                            + fields.group(1)
                                            + ", not float32, float16 or uint8");
                };
        int count = Integer.parseInt(fields.group(3));
        int dimension = Integer.parseInt(fields.group(4));
        VectorRows rows = VectorRows.allocate(count, dimension);
        float[] row = new float[dimension];
        for (int i = 0; i < count; i++) {
            element.decode(source.bytes(element.bytes * dimension), row);
            rows.put(i, row);
        }
        return rows;
    }

    /// Reads little-endian parts of a stream.
    private static final class Source {
        private final InputStream in;
        private final String name;
        private int ahead = -1;

        Source(InputStream in, String name) {
            this.in = in;
            this.name = name;
        }

        boolean hasMore() throws IOException {
            if (ahead < 0) {
                ahead = in.read();
            }
            return ahead >= 0;
        }

        int count(String what) throws IOException {
            int count = bytes(4).getInt();
            if (count < 1 || count > 1 << 20) {
                throw damaged("a " + what + " of " + count + " is impossible");
            }
            return count;
        }

        ByteBuffer bytes(int count) throws IOException {
            byte[] bytes = new byte[count];
            int from = 0;
            if (ahead >= 0) {
                bytes[from++] = (byte) ahead;
                ahead = -1;
            }
            if (in.readNBytes(bytes, from, count - from) < count - from) {
                throw damaged("it ends in the middle of a row");
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        DbException damaged(String finding) {
            return DbException.invalid(
                    "The vector file '" + name + "' is damaged: " + finding + ".");
        }
    }
}
