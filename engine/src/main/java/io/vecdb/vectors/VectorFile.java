package io.vecdb.vectors;

import io.vecdb.api.Limits;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Section;

import java.util.Arrays;

/// The rows of one vector field in a mapped file, with the norm beside each row: what the row is to
/// be multiplied with to give the vector that came in. See `docs/format/vectors.md`.
///
/// Thread-safe; usable until its [FileReader] is closed. Opening reads the last 16 bytes, for any
/// size; rows and norms are verified when they are read.
public final class VectorFile {
    /// The format of these files.
    public static final FileFormat FORMAT = new FileFormat("vectors", 1);

    private static final int TAIL_BYTES = 16;
    private static final int HAS_NORMS = 1;
    private static final int SOME_ABSENT = 2;

    private final VectorRows rows;
    private final Section norms;
    private final int flags;

    private VectorFile(VectorRows rows, Section norms, int flags) {
        this.rows = rows;
        this.norms = norms;
        this.flags = flags;
    }

    /// Opens a file that a [Writer] has written.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if its lengths do not fit together
    public static VectorFile open(FileReader file) {
        Section body = file.body();
        ByteReader in = body.slice(tailAt(body), body.byteSize()).reader();
        int count = in.readInt();
        int dimension = in.readInt();
        int flags = in.readInt();
        int reserved = in.readInt();
        if (count < 0 || dimension < 1 || dimension > Limits.DIMENSION) {
            throw in.corrupt(count + " rows of dimension " + dimension + " are not possible");
        }
        boolean known = flags == 0 || flags == HAS_NORMS || flags == (HAS_NORMS | SOME_ABSENT);
        if (!known || reserved != 0) {
            throw in.corrupt("the flags " + flags + " and " + reserved + " are not known");
        }
        long rowBytes = count * VectorRows.strideBytes(dimension);
        long normBytes = flags == 0 ? 0 : (long) count * Float.BYTES;
        if (body.byteSize() != rowBytes + normBytes + TAIL_BYTES) {
            throw in.corrupt(
                    body.byteSize()
                            + " bytes do not hold "
                            + count
                            + " rows of dimension "
                            + dimension);
        }
        return new VectorFile(
                VectorRows.of(body, count, dimension),
                body.slice(rowBytes, rowBytes + normBytes),
                flags);
    }

    private static long tailAt(Section body) {
        return Math.max(0, body.byteSize() - TAIL_BYTES);
    }

    /// As [#open(FileReader)], for a file whose rows are known.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT also if there are not so many rows of this
    ///   dimension
    public static VectorFile open(FileReader file, int count, int dimension) {
        VectorFile opened = open(file);
        VectorRows rows = opened.rows;
        if (rows.count() != count || rows.dimension() != dimension) {
            Section body = file.body();
            throw body.corrupt(
                    tailAt(body),
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
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if it is not what was written
    public float norm(int row) {
        return flags == 0 ? 1 : Float.intBitsToFloat(norms.intAt((long) row * Float.BYTES));
    }

    /// Whether every row is a vector. If so, that is known without looking at a norm.
    public boolean isComplete() {
        return (flags & SOME_ABSENT) == 0;
    }

    /// Looks at every byte for what readers rely on: rows are padded with zeros, those without a
    /// vector are all zeros, norms are positive, and the flags say whether some are absent.
    public void verify(DamageList found) {
        boolean complete = true;
        for (int row = 0; row < rows.count() && !found.isFull(); row++) {
            long normAt = rows.rowOffset(rows.count()) + (long) row * Float.BYTES;
            float norm = norm(row);
            if (!(norm >= 0) || norm == Float.POSITIVE_INFINITY) {
                found.add(rows.guard().damage(normAt, "the norm of row " + row + " is " + norm));
            }
            complete &= norm != 0;
            long padding = rows.rowOffset(row) + (long) rows.dimension() * Float.BYTES;
            long from = norm == 0 ? rows.rowOffset(row) : padding;
            if (!isZero(from, rows.rowOffset(row + 1))) {
                found.add(rows.guard().damage(from, "row " + row + " has no zeros here"));
            }
        }
        if (complete != isComplete() && !found.isFull()) {
            found.add(
                    rows.guard()
                            .damage(
                                    tailAt(rows.guard()),
                                    "the flags are wrong about rows without a vector"));
        }
    }

    private boolean isZero(long from, long to) {
        for (long at = from; at < to; at += Integer.BYTES) {
            if (rows.guard().intAt(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The norms of rows; see [VectorFile#norm(int)].
    public interface Norms {
        /// That of a row.
        float of(int row);
    }

    /// Writes the body of such a file, row after row. Not thread-safe. Keeps four bytes a row until
    /// it is finished.
    public static final class Writer {
        private final FileWriter out;
        private final int dimension;
        private float[] norms = new float[16];
        private int count;
        private boolean allOne = true;
        private boolean someAbsent;

        /// @param out at the beginning of its body
        /// @param dimension of every row
        public Writer(FileWriter out, int dimension) {
            this.out = out;
            this.dimension = dimension;
        }

        /// Adds rows that follow one another.
        ///
        /// @param rows of the writer's dimension, normalised under cosine; verified here
        /// @param from the first row
        /// @param to the row behind the last
        /// @param rowNorms see [VectorFile#norm(int)]
        public void add(VectorRows rows, int from, int to, Norms rowNorms) {
            if (rows.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "Rows of dimension " + rows.dimension() + " among those of " + dimension);
            }
            rows.require(from, to);
            out.write(rows.segment(), rows.rowOffset(from), (to - from) * rows.strideBytes());
            int more = to - from;
            if (count + more > norms.length) {
                norms = Arrays.copyOf(norms, Math.addExact(count + more, count / 2));
            }
            for (int row = from; row < to; row++) {
                float norm = rowNorms.of(row);
                norms[count++] = norm;
                allOne &= norm == 1;
                someAbsent |= norm == 0;
            }
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
            out.writeInt((allOne ? 0 : HAS_NORMS) | (someAbsent ? SOME_ABSENT : 0));
            out.writeInt(0);
        }
    }
}
