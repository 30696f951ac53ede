package io.vecdb.wal;

import io.vecdb.Interleavings;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Writers append one after the other and wait for durability side by side: what a write's
/// acknowledgement says is true on the disk at that moment. Not model-checked: the log draws keys
/// from a `SecureRandom`, which Lincheck cannot replay.
@Tag("proof")
public class GroupCommitInterleavingTest {
    private static final EncodedOperation OPERATION =
            OperationCodec.encode(Operations.marked("x", 3));

    private final FaultyDirectory disk = new FaultyDirectory();
    private final ReentrantLock appending = new ReentrantLock();
    private final OperationLog log =
            WriteAheadLog.open(disk, "log", WalOptions.DEFAULT, 0, (sequence, operation) -> {});

    @Test
    void whatIsAcknowledgedIsOnTheDisk() {
        Interleavings.stress(GroupCommitInterleavingTest.class);
    }

    @Operation
    public String write() {
        long sequence;
        appending.lock();
        try {
            sequence = log.append(OPERATION);
        } finally {
            appending.unlock();
        }
        log.sync(sequence);
        return sequence + (durable() >= sequence ? "" : " is not durable");
    }

    private long durable() {
        AtomicLong last = new AtomicLong();
        FaultyDirectory left = disk.afterPowerLoss(Survival.NONE, 1);
        var _ =
                WriteAheadLog.open(
                        left,
                        "log",
                        WalOptions.DEFAULT,
                        0,
                        (sequence, operation) -> last.set(sequence));
        return last.get();
    }
}
