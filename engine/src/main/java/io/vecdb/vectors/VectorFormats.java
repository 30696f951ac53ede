package io.vecdb.vectors;

import io.vecdb.api.DbException;
import io.vecdb.api.Limits;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
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

    private static final byte[] NPY_MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);

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
            int[] row = new int[source.dimension()];
            source.bytes(Integer.BYTES * row.length, "a row").asIntBuffer().get(row);
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

        float[] read(Source source, int dimension) throws IOException {
            ByteBuffer from = source.bytes(bytes * dimension, "a row");
            float[] row = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                row[i] =
                        switch (this) {
                            case FLOAT32 -> from.getFloat();
                            case FLOAT16 -> Float.float16ToFloat(from.getShort());
                            case UINT8 -> from.get() & 0xff;
                        };
            }
            return row;
        }
    }

    private static VectorRows readVecs(Source source, Element element) throws IOException {
        if (!source.hasMore()) {
            throw source.damaged("it holds no rows");
        }
        int dimension = source.dimension();
        float[] first = element.read(source, dimension);
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), dimension);
        rows.append(first);
        while (source.hasMore()) {
            if (source.dimension() != dimension) {
                throw source.damaged("row " + rows.view().count() + " has another dimension");
            }
            rows.append(element.read(source, dimension));
        }
        return rows.view();
    }

    private static VectorRows readNpy(Source source) throws IOException {
        byte[] magic = new byte[8];
        source.bytes(8, "its header").get(magic);
        if (!Arrays.equals(magic, 0, 6, NPY_MAGIC, 0, 6)) {
            throw source.damaged("it does not begin as NumPy's files do");
        }
        int headerBytes =
                switch (magic[6]) {
                    case 1 -> source.bytes(2, "its header").getShort() & 0xffff;
                    case 2, 3 -> source.number(1 << 16, "header length");
                    default -> throw source.damaged("NumPy's format " + magic[6] + " is not known");
                };
        byte[] header = new byte[headerBytes];
        source.bytes(headerBytes, "its header").get(header);
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
        int count = source.number(fields.group(3), Integer.MAX_VALUE, "count");
        int dimension = source.number(fields.group(4), Limits.DIMENSION, "dimension");
        float[] first = element.read(source, dimension);
        GrowableRows rows = new GrowableRows(Arena.ofAuto(), dimension);
        rows.append(first);
        while (rows.view().count() < count) {
            rows.append(element.read(source, dimension));
        }
        if (source.hasMore()) {
            throw source.damaged("more bytes follow than " + count + " rows take");
        }
        return rows.view();
    }

    /// Reads little-endian parts of a stream. No number in it is trusted: what is allocated at once
    /// is a row of at most [Limits#DIMENSION] elements.
    private static final class Source {
        private final InputStream in;
        private final String name;
        private int ahead = -1;
        private long position;

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

        int dimension() throws IOException {
            return number(Limits.DIMENSION, "dimension");
        }

        /// The next 32-bit number, 1 to `most`.
        int number(int most, String what) throws IOException {
            return number(Integer.toString(bytes(4, "a " + what).getInt()), most, what);
        }

        /// A number that stands in the file as text, 1 to `most`.
        int number(String digits, int most, String what) {
            long number = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
            if (number < 1 || number > most) {
                throw damaged("a " + what + " of " + digits + " is not one of 1 to " + most);
            }
            return (int) number;
        }

        /// The next bytes, which are part of `what`.
        ByteBuffer bytes(int count, String what) throws IOException {
            byte[] bytes = new byte[count];
            int from = 0;
            if (ahead >= 0 && count > 0) {
                bytes[from++] = (byte) ahead;
                ahead = -1;
            }
            int read = from + in.readNBytes(bytes, from, count - from);
            position += read;
            if (read < count) {
                throw damaged("it ends in the middle of " + what);
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        /// An error just before the byte that would be read next.
        DbException damaged(String finding) {
            return DbException.invalid(
                    "The vector file '"
                            + name
                            + "' cannot be read beyond byte "
                            + position
                            + ": "
                            + finding
                            + ".");
        }
    }
}
