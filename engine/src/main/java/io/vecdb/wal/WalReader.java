package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.StorageErrors;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/// Walks over the records of one mapped log file, trusting none of its bytes.
final class WalReader {
    private final String name;
    private final MemorySegment bytes;
    private final long identity;
    private long position = FileHeader.BYTES;
    private long bodyAt;
    private long nextSequence;
    private long syncedSequence;
    private boolean closed;

    /// @param header the file's, verified
    WalReader(String name, MemorySegment bytes, WalHeader header) {
        this.name = name;
        this.bytes = bytes;
        this.identity = header.identity();
        this.nextSequence = header.firstSequence();
        this.syncedSequence = header.firstSequence() - 1;
    }

    /// The next record that holds an operation, or null at the end of what is intact.
    @Nullable WalRecord next() {
        if (closed || !WalRecord.intact(bytes, position, identity)) {
            return null;
        }
        WalRecord record = WalRecord.read(bytes, position);
        if (record.isMark()) {
            if (record.sequence() == nextSequence - 1 && record.synced() == record.sequence()) {
                position += record.bytes();
                syncedSequence = record.synced();
                closed = true;
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

    /// The operation in the record that was read last.
    ///
    /// @throws DbException CORRUPT
    Operation operation(WalRecord record) {
        return OperationCodec.decode(record.kind(), new ByteReader(body(record), name, bodyAt));
    }

    /// The sequence number that the next record must have.
    long nextSequence() {
        return nextSequence;
    }

    /// Up to where the records that were read prove the log to have been synced.
    long syncedSequence() {
        return syncedSequence;
    }

    /// Bytes of the file up to the end of what was read.
    long position() {
        return position;
    }

    /// Goes on at the next intact record with the number due or a later one, if there is one before
    /// `end`.
    ///
    /// Cost: as [#requireTornTail].
    boolean skipDamage(long end) {
        long last = bytes.byteSize() - WalRecord.HEAD_BYTES;
        for (long at = position; at <= last; at += WalRecord.ALIGNMENT) {
            if (WalRecord.intact(bytes, at, identity)) {
                WalRecord record = WalRecord.read(bytes, at);
                boolean fits = !record.isMark() && record.synced() < record.sequence();
                if (fits && record.sequence() >= nextSequence && record.sequence() < end) {
                    position = at;
                    nextSequence = record.sequence();
                    closed = false;
                    return true;
                }
            }
        }
        return false;
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
    /// damage would say so. It may begin at every multiple of 8, since the damage may be to a
    /// length.
    ///
    /// Cost: a look at every eighth byte of what is left of the file, unless a mark says that
    /// nothing follows.
    ///
    /// @return how many bytes the torn writes reach, as far as heads of theirs are left; 0 if none
    /// @throws DbException CORRUPT
    long requireTornTail() {
        long torn = 0;
        long last = closed ? -1 : bytes.byteSize() - WalRecord.HEAD_BYTES;
        long at = position;
        while (at <= last) {
            if (!WalRecord.mayBegin(bytes, at, identity)) {
                at += WalRecord.ALIGNMENT;
                continue;
            }
            long end = at + WalRecord.HEAD_BYTES;
            if (WalRecord.intact(bytes, at, identity)) {
                WalRecord later = WalRecord.read(bytes, at);
                if (later.synced() >= nextSequence) {
                    throw damaged("the record at byte " + at + " says that it had been synced");
                }
                end = at + later.bytes();
                at = end;
            } else {
                at += WalRecord.ALIGNMENT;
            }
            torn = Math.max(torn, end - position);
        }
        return torn;
    }
}
