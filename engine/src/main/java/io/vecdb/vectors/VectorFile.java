package io.vecdb.vectors;

import io.vecdb.api.Limits;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.StorageErrors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The rows of one vector field in a mapped file, with the norm beside each row: what the row is to
/// be multiplied with to give the vector that came in. See `docs/format/vectors.md`.
///
/// Thread-safe; usable until its [FileReader] is closed. Opening costs the same for any size.
public final class VectorFile {
    /// The format of these files.
    public static final FileFormat FORMAT = new FileFormat("vectors", 1);

    private static final int TAIL_BYTES = 16;
    private static final int HAS_NORMS = 1;

    private final VectorRows rows;
    private final MemorySegment norms;

    private VectorFile(VectorRows rows, MemorySegment norms) {
        this.rows = rows;
        this.norms = norms;
    }

    /// Opens a file that a [Writer] has written.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if its lengths do not fit together
    public static VectorFile open(FileReader file) {
        MemorySegment body = file.body();
        ByteReader in = new ByteReader(body, file.name(), file.bodyOffset());
        in.seek(Math.max(0, body.byteSize() - TAIL_BYTES));
        int count = in.readInt();
        int dimension = in.readInt();
        int flags = in.readInt();
        int reserved = in.readInt();
        if (count < 0 || dimension < 1 || dimension > Limits.DIMENSION) {
            throw in.corrupt(count + " rows of dimension " + dimension + " are not possible");
        }
        if ((flags & ~HAS_NORMS) != 0 || reserved != 0) {
            throw in.corrupt("the flags " + flags + " and " + reserved + " are not known");
        }
        long rowBytes = count * VectorRows.strideBytes(dimension);
        long normBytes = flags == HAS_NORMS ? (long) count * Float.BYTES : 0;
        if (body.byteSize() != rowBytes + normBytes + TAIL_BYTES) {
            throw in.corrupt(
                    body.byteSize()
                            + " bytes do not hold "
                            + count
                            + " rows of dimension "
                            + dimension);
        }
        return new VectorFile(
                new VectorRows(body, 0, count, dimension), body.asSlice(rowBytes, normBytes));
    }

    /// As [#open(FileReader)], for a file whose rows are known.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT also if there are not so many rows of this
    ///   dimension
    public static VectorFile open(FileReader file, int count, int dimension) {
        VectorFile opened = open(file);
        VectorRows rows = opened.rows;
        if (rows.count() != count || rows.dimension() != dimension) {
            throw StorageErrors.corrupt(
                    file.name(),
                    file.bodyOffset() + file.body().byteSize() - TAIL_BYTES,
                    "it holds "
                            + rows.count()
                            + " rows of dimension "
                            + rows.dimension()
                            + ", and the segment "
                            + count
                            + " of "
                            + dimension);
        }
        return opened;
    }

    /// The rows, mapped.
    public VectorRows rows() {
        return rows;
    }

    /// What a row was divided by before it was stored: its length under cosine, else 1; 0 where
    /// there is no vector.
    public float norm(int row) {
        return norms.byteSize() == 0 ? 1 : norms.get(VectorRows.FLOAT, (long) row * Float.BYTES);
    }

    /// Writes the body of such a file, row after row. Not thread-safe. Keeps four bytes a row until
    /// it is finished.
    public static final class Writer {
        private final FileWriter out;
        private final int dimension;
        private final MemorySegment row;
        private float[] norms = new float[16];
        private int count;
        private boolean allOne = true;

        /// @param out at the beginning of its body
        /// @param dimension of every row
        public Writer(FileWriter out, int dimension) {
            this.out = out;
            this.dimension = dimension;
            this.row = MemorySegment.ofArray(new byte[(int) VectorRows.strideBytes(dimension)]);
        }

        /// Adds a row.
        ///
        /// @param values shape (dimension), normalised under cosine
        /// @param norm the row's length before, or 1; 0 if there is no vector
        public void add(float[] values, float norm) {
            if (values.length != dimension) {
                throw new IllegalArgumentException(
                        "A row of " + values.length + " components among rows of " + dimension);
            }
            MemorySegment.copy(values, 0, row, VectorRows.FLOAT, 0, dimension);
            out.write(row, 0, row.byteSize());
            if (count == norms.length) {
                norms = Arrays.copyOf(norms, Math.addExact(count, count / 2));
            }
            norms[count++] = norm;
            allOne &= norm == 1;
        }

        /// Writes what follows the rows. Finishing the file itself is left to the caller.
        public void finish() {
            if (!allOne) {
                for (int i = 0; i < count; i++) {
                    out.writeFloat(norms[i]);
                }
            }
            out.writeInt(count);
            out.writeInt(dimension);
            out.writeInt(allOne ? 0 : HAS_NORMS);
            out.writeInt(0);
        }
    }
}
