package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.VerifyReport;
import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.PowerLoss;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Verification finds damage where opening does, and repair keeps what stands before it.
final class LogVerificationTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSoundLogHasNoDamage(boolean recycled) throws IOException {
        FilledLog log = new FilledLog(recycled);
        int calls = log.disk.syncs();
        VerifyReport report = verify(log, log.disk);
        assertThat(report.damages()).isEmpty();
        assertThat(report.files()).isEqualTo(log.files.size());
        assertThat(WriteAheadLog.verify(log.disk, "log", 0, WriteAheadLog.FROM_ITS_BEGINNING))
                .satisfies(all -> assertThat(all.damages()).isEmpty())
                .satisfies(all -> assertThat(all.files()).isGreaterThanOrEqualTo(report.files()));
        assertThat(report.bytes())
                .isEqualTo(log.files.stream().mapToLong(f -> log.disk.content(f).length).sum());
        assertThat(repair(log, log.disk).firstLost()).isZero();
        assertThat(log.disk.syncs()).isEqualTo(calls);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damageIsFoundExactlyWhereOpeningFindsItAndIsRepaired(boolean recycled) throws IOException {
        FilledLog log = new FilledLog(recycled);
        for (String file : log.files) {
            byte[] content = log.disk.content(file);
            for (int at = 0; at < content.length; at++) {
                byte[] damaged = content.clone();
                damaged[at] ^= 0x40;
                requireAgreement(log, file, damaged, file + ", byte " + at);
            }
            for (int length = 0; length < content.length; length += 7) {
                byte[] cut = Arrays.copyOf(content, length);
                requireAgreement(log, file, cut, file + ", length " + length);
            }
        }
    }

    private static void requireAgreement(FilledLog log, String file, byte[] content, String place) {
        FaultyDirectory disk = log.disk.afterPowerLoss(Survival.ALL, 0);
        disk.put(file, content);
        VerifyReport report = verify(log, disk);
        List<Operation> before = new ArrayList<>();
        if (opens(log, disk.afterPowerLoss(Survival.ALL, 0), before)) {
            assertThat(report.damages()).as(place).isEmpty();
            assertThat(repair(log, disk).firstLost()).as(place).isZero();
            return;
        }
        assertThat(report.damages()).as(place).isNotEmpty();
        assertThat(report.damages()).as(place).extracting(Damage::file).contains(file);

        LogRepair repair = repair(log, disk);
        assertThat(repair.damages()).as(place).isEqualTo(report.damages());
        List<Operation> replayed = new ArrayList<>();
        assertThat(opens(log, disk, replayed)).as(place).isTrue();
        int kept = repair.firstLost() == 0 ? log.written.size() : kept(log, repair);
        assertThat(replayed).as(place).isEqualTo(log.written.subList(0, kept));
        assertThat(kept + repair.givenUp()).as(place).isLessThanOrEqualTo(log.written.size());
        assertThat(verify(log, disk).isSound()).as(place).isTrue();
    }

    @Test
    void intactOperationsBehindTheDamageAreCounted() throws IOException {
        FilledLog log = new FilledLog(false);
        damage(log.disk, log.files.getFirst(), FileHeader.BYTES + 50);
        LogRepair repair = repair(log, log.disk);
        assertThat(repair.firstLost()).isEqualTo(1);
        assertThat(repair.givenUp()).isEqualTo(log.written.size() - 1);

        try (WriteAheadLog repaired = reopen(log)) {
            assertThat(repaired.append(OperationCodec.encode(log.written.getFirst())))
                    .as("numbering goes on behind what was kept")
                    .isEqualTo(1);
        }
    }

    @Test
    void anIntactRecordThatHoldsNoOperationIsDamage() {
        FaultyDirectory disk = new FaultyDirectory();
        try (WriteAheadLog log = open(disk)) {
            EncodedOperation sound = OperationCodec.encode(Operations.marked("sound", 20));
            for (EncodedOperation operation :
                    List.of(sound, new EncodedOperation(sound.kind(), new byte[3]), sound)) {
                log.sync(log.append(operation));
            }
        }
        assertThat(WriteAheadLog.verify(disk, "log", 0, 0).damages()).hasSize(1);
        assertThat(WriteAheadLog.verify(disk, "log", 0, 2).isSound()).isFalse();
        LogRepair repair = WriteAheadLog.repair(disk, "log", 0, 0);
        assertThat(repair.firstLost()).isEqualTo(2);
        assertThat(repair.givenUp()).isEqualTo(1);
        assertThat(WriteAheadLog.verify(disk, "log", 0, 0).isSound()).isTrue();
    }

    @Test
    void everyDamageIsListed() throws IOException {
        FilledLog log = new FilledLog(false);
        for (String file : log.files) {
            byte[] content = log.disk.content(file);
            damage(log.disk, file, FileHeader.BYTES + 50);
            damage(log.disk, file, WalImage.recordsEnd(content) - WalRecord.HEAD_BYTES - 10);
        }
        assertThat(verify(log, log.disk).damages())
                .extracting(Damage::file)
                .containsAll(log.files)
                .hasSizeGreaterThanOrEqualTo(2 * log.files.size() - 1);
    }

    @Test
    void aMissingFileAndAForeignOneAreDamage() throws IOException {
        FilledLog log = new FilledLog(false);
        log.disk.delete(log.files.getFirst());
        assertThat(verify(log, log.disk).damages())
                .anySatisfy(damage -> assertThat(damage.finding()).contains("from 1 on"));
        assertThat(repair(log, log.disk).firstLost()).isEqualTo(1);

        FilledLog other = new FilledLog(false);
        VerifyReport report = WriteAheadLog.verify(other.disk, "log", 0xbeef, 0);
        assertThat(report.damages())
                .anySatisfy(damage -> assertThat(damage.finding()).contains("the folder of beef"));
    }

    @Test
    void aLogOfANewerReleaseIsNotRepaired() throws IOException {
        FilledLog log = new FilledLog(false);
        byte[] newer = FileHeader.seal(FileHeader.begin(new FileFormat("wal", 2)));
        byte[] content = log.disk.content(log.files.getLast());
        System.arraycopy(newer, 0, content, 0, newer.length);
        log.disk.put(log.files.getLast(), content);
        assertThat(verify(log, log.disk).isSound()).isFalse();
        int calls = log.disk.syncs();
        assertThatThrownBy(() -> repair(log, log.disk))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT));
        assertThat(log.disk.syncs()).isEqualTo(calls);
    }

    @Test
    void damageInWhatIsNotNeededIsNone() throws IOException {
        FilledLog log = new FilledLog(false);
        damage(log.disk, log.files.getFirst(), FileHeader.BYTES + 50);
        long last = log.written.size();
        assertThat(WriteAheadLog.verify(log.disk, "log", 0, last).isSound()).isTrue();
    }

    @Test
    void powerLossDuringRepairLeavesTheLogAsItWasOrRepaired() throws IOException {
        FilledLog log = new FilledLog(true);
        damage(log.disk, log.files.getLast(), FileHeader.BYTES + 50);
        FaultyDirectory whole = log.disk.afterPowerLoss(Survival.ALL, 0);
        int kept = kept(log, repair(log, whole));
        int calls = whole.calls();
        for (int at = 1; at <= calls; at++) {
            FaultyDirectory disk = log.disk.afterPowerLoss(Survival.ALL, 0);
            disk.losePowerAt(at);
            assertThatThrownBy(() -> repair(log, disk)).isInstanceOf(PowerLoss.class);
            for (Survival survival : Survival.values()) {
                List<Operation> replayed = new ArrayList<>();
                if (opens(log, disk.afterPowerLoss(survival, at), replayed)) {
                    assertThat(replayed).hasSize(kept);
                }
            }
            LogRepair again = repair(log, disk.afterPowerLoss(Survival.ALL, at));
            assertThat(again.damages().isEmpty() || kept(log, again) == kept).isTrue();
        }
    }

    @Test
    void theFinishedFilesOfAnOpenLogAreRead() throws IOException {
        FaultyDirectory disk = new FaultyDirectory();
        WriteAheadLog log = open(disk);
        for (int i = 0; i < 12; i++) {
            log.sync(log.append(OperationCodec.encode(Operations.marked("operation " + i, 20))));
        }
        int files = disk.list("log").size();
        assertThat(log.verifyFinished().isSound()).isTrue();
        assertThat(log.verifyFinished().files()).isEqualTo(files - 1);

        damage(disk, "log/wal-0000000002.log", FileHeader.BYTES + 50);
        assertThat(log.verifyFinished().damages())
                .extracting(Damage::file)
                .containsExactly("log/wal-0000000002.log");
        byte[] foreign = disk.content("log/wal-0000000001.log");
        disk.put("log/wal-0000000001.log", disk.content("log/wal-0000000002.log"));
        assertThat(log.verifyFinished().damages())
                .extracting(Damage::file)
                .containsExactly("log/wal-0000000001.log", "log/wal-0000000002.log");
        disk.put("log/wal-0000000001.log", foreign);
        log.release(9);
        assertThat(log.verifyFinished().isSound()).isTrue();
    }

    /// How many operations a repair that lost some has kept.
    private static int kept(FilledLog log, LogRepair repair) {
        return (int) (repair.firstLost() - log.from - 1);
    }

    private static void damage(FaultyDirectory disk, String file, int at) {
        byte[] content = disk.content(file);
        content[at] ^= 1;
        disk.put(file, content);
    }

    private static VerifyReport verify(FilledLog log, FaultyDirectory disk) {
        return WriteAheadLog.verify(disk, "log", 0, log.from);
    }

    private static LogRepair repair(FilledLog log, FaultyDirectory disk) {
        return WriteAheadLog.repair(disk, "log", 0, log.from);
    }

    private static WriteAheadLog open(FaultyDirectory disk) {
        return WriteAheadLog.open(disk, "log", FilledLog.OPTIONS, 0, (sequence, operation) -> {});
    }

    private static WriteAheadLog reopen(FilledLog log) {
        return WriteAheadLog.open(
                log.disk, "log", FilledLog.OPTIONS, log.from, (sequence, operation) -> {});
    }

    private static boolean opens(FilledLog log, FaultyDirectory disk, List<Operation> replayed) {
        try {
            WriteAheadLog.open(
                            disk,
                            "log",
                            FilledLog.OPTIONS,
                            log.from,
                            (sequence, operation) -> replayed.add(operation))
                    .close();
            return true;
        } catch (DbException e) {
            assertThat(e.code()).isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
            return false;
        }
    }
}
