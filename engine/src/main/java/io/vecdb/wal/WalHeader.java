package io.vecdb.wal;

import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// What the header of a log file says beyond magic, format and version; see `docs/format/wal.md`.
///
/// @param number of the file, from 1, as in its name
/// @param key drawn at random when the file is created and repeated in each of its records, so that
///   bytes of a payload, or of another file, cannot pass for a record
/// @param firstSequence of the first record that the file will hold; everything before it was
///   synced before the file was created
record WalHeader(int number, int key, long firstSequence) {
    static final FileFormat FORMAT = new FileFormat("wal", 1);

    private static final int NUMBER_AT = FileHeader.FIELDS_AT;
    private static final int FIRST_SEQUENCE_AT = NUMBER_AT + Integer.BYTES;
    private static final int KEY_AT = FIRST_SEQUENCE_AT + Long.BYTES;

    byte[] toBytes() {
        ByteBuffer header = FileHeader.begin(FORMAT);
        header.putInt(NUMBER_AT, number);
        header.putLong(FIRST_SEQUENCE_AT, firstSequence);
        header.putInt(KEY_AT, key);
        return FileHeader.seal(header);
    }

    /// Reads the header of a log file.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT or UNSUPPORTED_FORMAT
    static WalHeader read(String file, MemorySegment bytes) {
        FileHeader.verify(file, bytes, FORMAT);
        return new WalHeader(
                bytes.get(LittleEndian.INT, NUMBER_AT),
                bytes.get(LittleEndian.INT, KEY_AT),
                bytes.get(LittleEndian.LONG, FIRST_SEQUENCE_AT));
    }
}
