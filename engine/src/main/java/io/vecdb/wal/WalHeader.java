package io.vecdb.wal;

import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.LittleEndian;
import io.vecdb.storage.StorageErrors;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// What the header of a log file says beyond magic, format and version; see `docs/format/wal.md`.
///
/// @param owner id of the collection that the log belongs to
/// @param number of the file, from 1, as in its name
/// @param key drawn at random when the file is begun and repeated in each of its records, so that
///   bytes of a payload, or of another file, cannot pass for a record
/// @param firstSequence of the first record that the file will hold; everything before it was
///   synced before the file was begun
record WalHeader(long owner, int number, int key, long firstSequence) {
    static final FileFormat FORMAT = new FileFormat("wal", 1);

    private static final int NUMBER_AT = FileHeader.FIELDS_AT;
    private static final int FIRST_SEQUENCE_AT = NUMBER_AT + Integer.BYTES;
    private static final int OWNER_AT = FIRST_SEQUENCE_AT + Long.BYTES;
    private static final int KEY_AT = OWNER_AT + Long.BYTES;

    byte[] toBytes() {
        ByteBuffer header = FileHeader.begin(FORMAT);
        header.putInt(NUMBER_AT, number);
        header.putLong(FIRST_SEQUENCE_AT, firstSequence);
        header.putLong(OWNER_AT, owner);
        header.putInt(KEY_AT, key);
        return FileHeader.seal(header);
    }

    /// Number and key as they stand, one behind the other, in each record.
    long identity() {
        return Integer.toUnsignedLong(number) | (long) key << Integer.SIZE;
    }

    /// Reads the header of a log file that should have this number and owner.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT or UNSUPPORTED_FORMAT
    static WalHeader read(String file, MemorySegment bytes, int number, long owner) {
        FileHeader.verify(file, bytes, FORMAT);
        WalHeader header =
                new WalHeader(
                        bytes.get(LittleEndian.LONG, OWNER_AT),
                        bytes.get(LittleEndian.INT, NUMBER_AT),
                        bytes.get(LittleEndian.INT, KEY_AT),
                        bytes.get(LittleEndian.LONG, FIRST_SEQUENCE_AT));
        if (header.number != number) {
            throw StorageErrors.corrupt(
                    file, NUMBER_AT, "it is log file " + header.number + " by its header");
        }
        if (header.owner != owner) {
            throw StorageErrors.corrupt(
                    file,
                    OWNER_AT,
                    "it belongs to the collection with id "
                            + Long.toHexString(header.owner)
                            + ", and stands in the folder of "
                            + Long.toHexString(owner));
        }
        return header;
    }
}
