package io.vecdb.wal;

import io.vecdb.api.Limits;
import io.vecdb.storage.Checksums;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// The layout of a record: a head of 40 bytes, a body, and zeros up to a multiple of 8, so that
/// every record of a file begins at a multiple of 8.
///
/// | byte | size | content |
/// |---|---|---|
/// | 0 | 4 | CRC32C of the body, the zeros behind it, and bytes 4 to 39 of the head |
/// | 4 | 4 | length of the body |
/// | 8 | 4 | number of the log file |
/// | 12 | 4 | key of the log file |
/// | 16 | 8 | sequence number |
/// | 24 | 8 | sequence up to which the log was synced when the record was appended |
/// | 32 | 1 | kind of the operation |
/// | 33 | 7 | when the record was appended, in milliseconds since 1970 |
///
/// Kind 0 is a mark: it repeats the last sequence number, and says that everything up to there was
/// synced and that nothing follows. The log writes one when it is closed.
///
/// @param sequence the sequence number
/// @param synced up to where the log was synced before
/// @param kind of the operation
/// @param millis when it was appended; the lower 56 bits are kept
/// @param bodyBytes length of the body
record WalRecord(long sequence, long synced, int kind, long millis, int bodyBytes) {
    static final int HEAD_BYTES = 40;

    /// Records begin at multiples of this.
    static final int ALIGNMENT = 8;

    private static final int MARK = 0;

    private static final int BODY_BYTES_AT = 4;
    private static final int IDENTITY_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int SYNCED_AT = 24;
    private static final int KIND_AT = 32;

    private static final byte[] ZEROS = new byte[ALIGNMENT];

    static WalRecord mark(long sequence, long millis) {
        return new WalRecord(sequence, sequence, MARK, millis, 0);
    }

    /// The same record in another file.
    WalRecord syncedAt(long newSynced) {
        return new WalRecord(sequence, newSynced, kind, millis, bodyBytes);
    }

    boolean isMark() {
        return kind == MARK;
    }

    /// Length of head, body and padding.
    long bytes() {
        return bytes(bodyBytes);
    }

    static long bytes(int bodyBytes) {
        return HEAD_BYTES + (long) bodyBytes + padding(bodyBytes);
    }

    /// How many zeros follow a body.
    static int padding(int bodyBytes) {
        return -bodyBytes & ALIGNMENT - 1;
    }

    /// A checksum that body and padding went through.
    static CRC32C checksum(EncodedOperation body) {
        CRC32C crc = new CRC32C();
        crc.update(body.content(), 0, body.bytes());
        crc.update(ZEROS, 0, padding(body.bytes()));
        return crc;
    }

    /// Writes the head.
    ///
    /// @param bodyCrc what [#checksum] gave; consumed
    void putHead(MemorySegment out, long at, WalHeader file, CRC32C bodyCrc) {
        out.set(LittleEndian.INT, at + BODY_BYTES_AT, bodyBytes);
        out.set(LittleEndian.LONG, at + IDENTITY_AT, file.identity());
        out.set(LittleEndian.LONG, at + SEQUENCE_AT, sequence);
        out.set(LittleEndian.LONG, at + SYNCED_AT, synced);
        out.set(LittleEndian.LONG, at + KIND_AT, millis << Byte.SIZE | kind);
        Checksums.update(bodyCrc, out, at + BODY_BYTES_AT, HEAD_BYTES - BODY_BYTES_AT);
        out.set(LittleEndian.INT, at, (int) bodyCrc.getValue());
    }

    /// Whether a record of the file with this identity may begin at `at`, which has room for a
    /// head. Reads 8 bytes.
    static boolean mayBegin(MemorySegment bytes, long at, long identity) {
        return bytes.get(LittleEndian.LONG, at + IDENTITY_AT) == identity;
    }

    /// Whether an intact record of the file with this identity stands at `at`. Looks at the
    /// checksum last.
    static boolean intact(MemorySegment bytes, long at, long identity) {
        long room = bytes.byteSize() - at;
        if (room < HEAD_BYTES || !mayBegin(bytes, at, identity)) {
            return false;
        }
        int bodyBytes = bytes.get(LittleEndian.INT, at + BODY_BYTES_AT);
        if (bodyBytes < 0 || bodyBytes > Limits.WRITE_BYTES || bytes(bodyBytes) > room) {
            return false;
        }
        CRC32C crc = new CRC32C();
        Checksums.update(crc, bytes, at + HEAD_BYTES, bytes(bodyBytes) - HEAD_BYTES);
        Checksums.update(crc, bytes, at + BODY_BYTES_AT, HEAD_BYTES - BODY_BYTES_AT);
        return (int) crc.getValue() == bytes.get(LittleEndian.INT, at);
    }

    /// The head of the intact record at `at`.
    static WalRecord read(MemorySegment bytes, long at) {
        long kindAndMillis = bytes.get(LittleEndian.LONG, at + KIND_AT);
        return new WalRecord(
                bytes.get(LittleEndian.LONG, at + SEQUENCE_AT),
                bytes.get(LittleEndian.LONG, at + SYNCED_AT),
                (int) (kindAndMillis & 0xff),
                kindAndMillis >>> Byte.SIZE,
                bytes.get(LittleEndian.INT, at + BODY_BYTES_AT));
    }
}
