package io.vecdb.wal;

import io.vecdb.storage.FileHeader;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What stands in the bytes of a log file, as a test reads it.
final class WalImage {
    private WalImage() {}

    /// The intact records from the first one on, a mark included.
    static List<WalRecord> records(byte[] file) {
        MemorySegment bytes = MemorySegment.ofArray(file);
        long identity = bytes.get(LittleEndian.LONG, FileHeader.BYTES + 8);
        List<WalRecord> records = new ArrayList<>();
        int at = FileHeader.BYTES;
        while (WalRecord.intact(bytes, at, identity)) {
            records.add(WalRecord.read(bytes, at));
            at += (int) records.getLast().bytes();
        }
        return records;
    }

    /// Where the records end, a mark included.
    static int recordsEnd(byte[] file) {
        return FileHeader.BYTES + records(file).stream().mapToInt(r -> (int) r.bytes()).sum();
    }

    /// Where the last record begins.
    static int lastRecordAt(byte[] file) {
        return recordsEnd(file) - (int) records(file).getLast().bytes();
    }

    /// The sequence number that the header says.
    static long firstSequence(byte[] file) {
        return MemorySegment.ofArray(file).get(LittleEndian.LONG, 24);
    }

    /// Whether bytes that are not zero follow the file's own records.
    static boolean holdsOldBytes(byte[] file) {
        for (int at = recordsEnd(file); at < file.length; at++) {
            if (file[at] != 0) {
                return true;
            }
        }
        return false;
    }
}
