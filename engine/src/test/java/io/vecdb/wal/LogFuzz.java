package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.fuzz.FuzzTarget;
import io.vecdb.storage.Checksums;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// What stands behind the header of a log file. Records that lie within it are made to be of this
/// file and get the right checksum, but for those whose checksum is 0.
///
/// The log opens or is refused as CORRUPT, and then a repair makes it one that opens. What was
/// opened takes writes and opens again.
public final class LogFuzz implements FuzzTarget {
    private static final WalHeader HEADER = new WalHeader(0, 1, 77, 1);
    private static final String FILE = "log/wal-0000000001.log";

    @Override
    public List<byte[]> seeds() {
        FaultyDirectory killed = new FaultyDirectory();
        OperationLog log = open(killed);
        Operations operations = new Operations(3);
        for (int i = 0; i < 5; i++) {
            log.sync(log.append(OperationCodec.encode(operations.next())));
        }
        byte[] open = killed.content(FILE);
        log.close();
        return List.of(behindHeader(open), behindHeader(killed.content(FILE)));
    }

    private static byte[] behindHeader(byte[] file) {
        int end = Math.min(file.length, FileHeader.BYTES + 2_048);
        return Arrays.copyOfRange(file, FileHeader.BYTES, end);
    }

    private static OperationLog open(FaultyDirectory disk) {
        return WriteAheadLog.open(disk, "log", WalOptions.DEFAULT, 0, (sequence, operation) -> {});
    }

    @Override
    public void read(byte[] input) {
        FaultyDirectory disk = new FaultyDirectory();
        disk.put(FILE, file(input));
        assertThat(WriteAheadLog.verify(disk, "log", 0, 0)).isNotNull();
        try {
            requireUsable(disk);
        } catch (DbException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT);
            assertThat(e).hasMessageContaining(FILE);
            assertThat(WriteAheadLog.repair(disk, "log", 0, 0)).isNotNull();
            requireUsable(disk);
        }
    }

    private static void requireUsable(FaultyDirectory disk) {
        long last;
        try (OperationLog log = open(disk)) {
            last = log.append(OperationCodec.encode(Operations.marked("x", 3)));
        }
        try (OperationLog log = open(disk)) {
            assertThat(log.stats().lastSequence()).isEqualTo(last);
        }
    }

    private static byte[] file(byte[] input) {
        byte[] file = Arrays.copyOf(HEADER.toBytes(), FileHeader.BYTES + input.length);
        System.arraycopy(input, 0, file, FileHeader.BYTES, input.length);
        MemorySegment bytes = MemorySegment.ofArray(file);
        long at = FileHeader.BYTES;
        while (at + WalRecord.HEAD_BYTES <= file.length) {
            long length = WalRecord.bytes(Math.max(0, WalRecord.read(bytes, at).bodyBytes()));
            if (length > file.length - at) {
                break;
            }
            bytes.set(LittleEndian.LONG, at + Long.BYTES, HEADER.identity());
            if (bytes.get(LittleEndian.INT, at) != 0) {
                seal(bytes, at, length);
            }
            at += length;
        }
        return file;
    }

    /// Body and padding, then the head but for the checksum itself.
    private static void seal(MemorySegment bytes, long at, long length) {
        CRC32C crc = new CRC32C();
        Checksums.update(crc, bytes, at + WalRecord.HEAD_BYTES, length - WalRecord.HEAD_BYTES);
        Checksums.update(
                crc, bytes, at + Integer.BYTES, WalRecord.HEAD_BYTES - (long) Integer.BYTES);
        bytes.set(LittleEndian.INT, at, (int) crc.getValue());
    }
}
