package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.StorageErrors;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/// Walks over the records of one mapped log file, trusting none of its bytes.
final class WalReader {
    private final String name;
    private final MemorySegment bytes;
    private final WalHeader header;
    private long position = FileHeader.BYTES;
    private long bodyAt;
    private long nextSequence;
    private long syncedSequence;

    /// @param header the file's, verified
    WalReader(String name, MemorySegment bytes, WalHeader header) {
        this.name = name;
        this.bytes = bytes;
        this.header = header;
        this.nextSequence = header.firstSequence();
        this.syncedSequence = header.firstSequence() - 1;
    }

    /// The next record that holds an operation, or null at the end of what is intact.
    @Nullable WalRecord next() {
        if (!WalRecord.intact(bytes, position, header)) {
            return null;
        }
        WalRecord record = WalRecord.read(bytes, position);
        if (record.isMark()) {
            if (record.sequence() == nextSequence - 1 && record.synced() == record.sequence()) {
                position += record.bytes();
                syncedSequence = record.synced();
            }
            return null;
        }
        if (record.sequence() != nextSequence || record.synced() >= record.sequence()) {
            return null;
        }
        bodyAt = position + WalRecord.HEAD_BYTES;
        position += record.bytes();
        nextSequence++;
        syncedSequence = Math.max(syncedSequence, record.synced());
        return record;
    }

    /// The body of the record that was read last, in place.
    MemorySegment body(WalRecord record) {
        return bytes.asSlice(bodyAt, record.bodyBytes());
    }

    /// A reader of the body of the record that was read last.
    ByteReader bodyReader(WalRecord record) {
        return new ByteReader(body(record), name, bodyAt);
    }

    /// The sequence number that the next record must have.
    long nextSequence() {
        return nextSequence;
    }

    /// Up to where the records that were read prove the log to have been synced.
    long syncedSequence() {
        return syncedSequence;
    }

    /// A CORRUPT error for the place where the intact records end.
    ///
    /// @param proof how it is known that there was more, a clause without a full stop
    DbException damaged(String proof) {
        return StorageErrors.corrupt(
                name,
                position,
                "the record with sequence number "
                        + nextSequence
                        + " is damaged or missing, and "
                        + proof);
    }

    /// Passes if what stands behind the intact records is the torn tail of writes that were never
    /// acknowledged, and not damage to something that was synced: then an intact record behind the
    /// damage would say so. Every byte may begin such a record, since the damage may be to a
    /// length.
    ///
    /// Cost: one pass over what is left of the file.
    ///
    /// @throws DbException CORRUPT
    void requireTornTail() {
        long at = position + 1;
        while (at <= bytes.byteSize() - WalRecord.HEAD_BYTES) {
            if (!WalRecord.intact(bytes, at, header)) {
                at++;
                continue;
            }
            WalRecord later = WalRecord.read(bytes, at);
            if (later.synced() >= nextSequence) {
                throw damaged("the record at byte " + at + " says that it had been synced");
            }
            at += later.bytes();
        }
    }
}
