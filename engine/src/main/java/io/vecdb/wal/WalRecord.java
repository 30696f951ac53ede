package io.vecdb.wal;

import io.vecdb.api.Limits;
import io.vecdb.storage.Checksums;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// The layout of a record: a head of 32 bytes and a body, which is an encoded operation.
///
/// | byte | size | content |
/// |---|---|---|
/// | 0 | 4 | CRC32C of the body followed by bytes 4 to 31 of the head |
/// | 4 | 4 | length of the body |
/// | 8 | 4 | number of the log file |
/// | 12 | 4 | key of the log file |
/// | 16 | 8 | sequence number |
/// | 24 | 8 | sequence up to which the log was synced when the record was appended |
///
/// A record without body is a mark: it repeats the last sequence number, and says that everything
/// up to there was synced. The log writes one when it is closed.
///
/// @param sequence the sequence number
/// @param synced up to where the log was synced before
/// @param bodyBytes length of the body
record WalRecord(long sequence, long synced, int bodyBytes) {
    static final int HEAD_BYTES = 32;

    private static final int BODY_BYTES_AT = 4;
    private static final int NUMBER_AT = 8;
    private static final int KEY_AT = 12;
    private static final int SEQUENCE_AT = 16;
    private static final int SYNCED_AT = 24;

    static WalRecord mark(long sequence) {
        return new WalRecord(sequence, sequence, 0);
    }

    boolean isMark() {
        return bodyBytes == 0;
    }

    long bytes() {
        return HEAD_BYTES + (long) bodyBytes;
    }

    /// Writes the head.
    ///
    /// @param bodyCrc a checksum that the body went through already; consumed
    void putHead(MemorySegment out, long at, WalHeader file, CRC32C bodyCrc) {
        out.set(LittleEndian.INT, at + BODY_BYTES_AT, bodyBytes);
        out.set(LittleEndian.INT, at + NUMBER_AT, file.number());
        out.set(LittleEndian.INT, at + KEY_AT, file.key());
        out.set(LittleEndian.LONG, at + SEQUENCE_AT, sequence);
        out.set(LittleEndian.LONG, at + SYNCED_AT, synced);
        Checksums.update(bodyCrc, out, at + BODY_BYTES_AT, HEAD_BYTES - BODY_BYTES_AT);
        out.set(LittleEndian.INT, at, (int) bodyCrc.getValue());
    }

    /// Whether an intact record of this log file stands at `at`. Looks at the checksum last.
    static boolean intact(MemorySegment bytes, long at, WalHeader file) {
        long room = bytes.byteSize() - at - HEAD_BYTES;
        if (room < 0
                || bytes.get(LittleEndian.INT, at + KEY_AT) != file.key()
                || bytes.get(LittleEndian.INT, at + NUMBER_AT) != file.number()) {
            return false;
        }
        int bodyBytes = bytes.get(LittleEndian.INT, at + BODY_BYTES_AT);
        if (bodyBytes < 0 || bodyBytes > Limits.WRITE_BYTES || bodyBytes > room) {
            return false;
        }
        CRC32C crc = new CRC32C();
        Checksums.update(crc, bytes, at + HEAD_BYTES, bodyBytes);
        Checksums.update(crc, bytes, at + BODY_BYTES_AT, HEAD_BYTES - BODY_BYTES_AT);
        return (int) crc.getValue() == bytes.get(LittleEndian.INT, at);
    }

    /// The head of the intact record at `at`.
    static WalRecord read(MemorySegment bytes, long at) {
        return new WalRecord(
                bytes.get(LittleEndian.LONG, at + SEQUENCE_AT),
                bytes.get(LittleEndian.LONG, at + SYNCED_AT),
                bytes.get(LittleEndian.INT, at + BODY_BYTES_AT));
    }
}
