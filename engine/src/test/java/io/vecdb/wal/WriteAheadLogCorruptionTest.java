package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages each byte of a log of three files, and cuts it at every length.
final class WriteAheadLogCorruptionTest {
    private static final WalOptions OPTIONS = new WalOptions(500);
    private static final int RECORDS = 12;

    private final FaultyDirectory pristine = new FaultyDirectory();
    private final List<Operation> written = new ArrayList<>();
    private List<String> files = List.of();

    @BeforeEach
    void fillTheLogAndCloseIt() throws IOException {
        try (OperationLog log = open(pristine, new ArrayList<>())) {
            for (int i = 0; i < RECORDS; i++) {
                written.add(Operations.marked("operation " + i, 20 + i));
                log.sync(log.append(OperationCodec.encode(written.get(i))));
            }
        }
        files = pristine.list("log").stream().map(name -> "log/" + name).toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void everyFlippedBitOfAClosedLogIsReportedOrHarmless() {
        int reported = 0;
        int flips = 0;
        for (String file : files) {
            byte[] content = pristine.content(file);
            for (int bit = 0; bit < 8 * content.length; bit++) {
                byte[] damaged = content.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                flips++;
                reported += identicalOrReported(file, damaged, "bit " + bit) ? 0 : 1;
            }
        }
        // Harmless is only the mark at the end, which says that the last record was synced.
        assertThat(flips - reported).isEqualTo(8 * WalRecord.HEAD_BYTES);
    }

    @Test
    void everyLostSectorOfAClosedLogIsReported() {
        for (String file : files) {
            byte[] content = pristine.content(file);
            for (int from = 0; from < content.length - WalRecord.HEAD_BYTES; from += 32) {
                byte[] damaged = content.clone();
                Arrays.fill(damaged, from, Math.min(from + 64, content.length), (byte) 0);
                boolean mark = from + 64 > content.length - WalRecord.HEAD_BYTES;
                boolean identical = identicalOrPrefix(file, damaged, "zeros at " + from, mark);
                assertThat(identical).as("%s, zeros at %d", file, from).isFalse();
            }
        }
    }

    @Test
    void aFileThatIsCutIsReportedUnlessItIsTheLast() {
        for (String file : files.subList(0, files.size() - 1)) {
            byte[] content = pristine.content(file);
            for (int length = 0; length < content.length; length++) {
                byte[] cut = Arrays.copyOf(content, length);
                assertThat(identicalOrReported(file, cut, "length " + length))
                        .as("%s, length %d", file, length)
                        .isFalse();
            }
        }
    }

    @Test
    void theLastFileCutAnywhereBehindItsHeaderGivesTheRecordsBeforeTheCut() {
        String last = files.getLast();
        byte[] content = pristine.content(last);
        for (int length = 0; length < content.length; length++) {
            String damage = "length " + length;
            boolean identical =
                    identicalOrPrefix(last, Arrays.copyOf(content, length), damage, true);
            assertThat(identical).as(damage).isEqualTo(length >= content.length - 32);
        }
    }

    @Test
    void damageToWhatALaterRecordProvesSyncedIsReportedInALogThatWasNotClosed() {
        // Power is lost without a mark: the last record is proved by nothing, all others are.
        FaultyDirectory open = new FaultyDirectory();
        OperationLog log =
                WriteAheadLog.open(open, "log", WalOptions.DEFAULT, 0, (sequence, operation) -> {});
        long lastRecordAt = 0;
        for (Operation operation : written) {
            lastRecordAt = log.diskBytes();
            log.sync(log.append(OperationCodec.encode(operation)));
        }
        String file = "log/wal-0000000001.log";
        byte[] content = open.content(file);
        for (int at = 64; at < content.length; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= 0x55;
            FaultyDirectory copy = open.afterPowerLoss(Survival.NONE, 0);
            copy.put(file, damaged);
            List<Operation> replayed = new ArrayList<>();
            if (at < lastRecordAt) {
                requireReported(copy, file, "byte " + at);
            } else {
                open(copy, replayed).close();
                assertThat(replayed).as("byte %d", at).isEqualTo(written.subList(0, RECORDS - 1));
            }
        }
    }

    @Test
    void unsyncedRecordsBehindAHoleAreCutAndNeverComeBack() {
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        long hole = log.diskBytes();
        for (int i = 1; i < 6; i++) {
            assertThat(log.append(OperationCodec.encode(written.get(i)))).isEqualTo(i + 1);
        }
        log.sync(6);
        String file = "log/wal-0000000001.log";
        byte[] content = disk.content(file);
        content[(int) hole + 40] ^= 1;
        disk.put(file, content);

        // No record says that the hole was synced, so it is taken for a write that was torn.
        List<Operation> replayed = new ArrayList<>();
        OperationLog reopened = open(disk, replayed, WalOptions.DEFAULT);
        assertThat(replayed).isEqualTo(written.subList(0, 1));
        Operation after = Operations.marked("after the hole", 5);
        reopened.sync(reopened.append(OperationCodec.encode(after)));
        reopened.close();

        List<Operation> again = new ArrayList<>();
        open(disk, again, WalOptions.DEFAULT).close();
        assertThat(again).containsExactly(written.get(0), after);
    }

    @Test
    void aLengthThatPromisesGigabytesIsATornTail() {
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        String file = "log/wal-0000000001.log";
        byte[] content = disk.content(file);
        byte[] longer = Arrays.copyOf(content, content.length + 1_000);
        // A second head like the first one, with the largest lengths that its field can say.
        System.arraycopy(content, 64, longer, content.length, WalRecord.HEAD_BYTES);
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 30}) {
            for (int i = 0; i < Integer.BYTES; i++) {
                longer[content.length + 4 + i] = (byte) (length >>> (8 * i));
            }
            disk.put(file, longer);
            List<Operation> replayed = new ArrayList<>();
            open(disk.afterPowerLoss(Survival.ALL, 0), replayed, WalOptions.DEFAULT).close();
            assertThat(replayed).isEqualTo(written.subList(0, 1));
        }
    }

    @Test
    void recordsOfAnotherLogBehindATornOneAreNotTakenForThisLogs() {
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        String file = "log/wal-0000000001.log";
        byte[] content = disk.content(file);
        // As if a payload with the bytes of a log, number and all, was torn in its first sector.
        byte[] foreign = pristine.content(file);
        byte[] torn = Arrays.copyOf(content, content.length + 40 + foreign.length);
        System.arraycopy(foreign, 0, torn, content.length + 40, foreign.length);
        disk.put(file, torn);
        List<Operation> replayed = new ArrayList<>();
        open(disk, replayed, WalOptions.DEFAULT).close();
        assertThat(replayed).isEqualTo(written.subList(0, 1));
    }

    @Test
    void noiseInPlaceOfTheLastFileIsReportedOrAPrefix() {
        Random random = new Random(5);
        String last = files.getLast();
        byte[] content = pristine.content(last);
        for (int round = 0; round < 2_000; round++) {
            byte[] noisy = content.clone();
            int from = random.nextInt(noisy.length);
            for (int at = from; at < Math.min(noisy.length, from + 200); at++) {
                noisy[at] = (byte) random.nextInt();
            }
            identicalOrPrefix(last, noisy, "round " + round + " of seed 5", true);
        }
    }

    @Test
    void aLogOfANewerReleaseIsRefused() {
        String file = files.getFirst();
        byte[] header =
                io.vecdb.storage.FileHeader.seal(
                        io.vecdb.storage.FileHeader.begin(
                                new io.vecdb.storage.FileFormat("wal", 2)));
        byte[] newer = pristine.content(file);
        System.arraycopy(header, 0, newer, 0, header.length);
        FaultyDirectory disk = damaged(file, newer);
        assertThatThrownBy(() -> open(disk, new ArrayList<>()))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT))
                .hasMessageContaining(file)
                .hasMessageContaining("version 2");
    }

    private boolean identicalOrReported(String file, byte[] content, String damage) {
        return identicalOrPrefix(file, content, damage, false);
    }

    /// Whether all operations are replayed; otherwise an error must say where the damage is or, if
    /// `prefix`, the replayed ones must be the first.
    private boolean identicalOrPrefix(String file, byte[] content, String damage, boolean prefix) {
        String place = file + ", " + damage;
        List<Operation> replayed = new ArrayList<>();
        try {
            open(damaged(file, content), replayed).close();
        } catch (DbException e) {
            requireClear(e, file, place);
            return false;
        } catch (RuntimeException e) {
            return fail(place, e);
        }
        if (prefix) {
            assertThat(replayed).as(place).isEqualTo(written.subList(0, replayed.size()));
        } else {
            assertThat(replayed).as(place).isEqualTo(written);
        }
        return replayed.size() == written.size();
    }

    private static void requireReported(FaultyDirectory disk, String file, String place) {
        assertThatThrownBy(() -> open(disk, new ArrayList<>()))
                .as(place)
                .isInstanceOfSatisfying(DbException.class, e -> requireClear(e, file, place));
    }

    private static void requireClear(DbException e, String file, String place) {
        assertThat(e).as(place).hasMessageContaining("'log/wal-");
        switch (e.code()) {
            case CORRUPT -> assertThat(e).as(place).hasMessageContaining("at byte ");
            case UNSUPPORTED_FORMAT ->
                    assertThat(e).as(place).hasMessageContaining("'" + file + "'");
            default -> fail(place, e);
        }
    }

    private FaultyDirectory damaged(String file, byte[] content) {
        FaultyDirectory disk = pristine.afterPowerLoss(Survival.ALL, 0);
        disk.put(file, content);
        return disk;
    }

    private static OperationLog open(FaultyDirectory disk, List<Operation> replayed) {
        return open(disk, replayed, OPTIONS);
    }

    private static OperationLog open(
            FaultyDirectory disk, List<Operation> replayed, WalOptions options) {
        return WriteAheadLog.open(
                disk, "log", options, 0, (sequence, operation) -> replayed.add(operation));
    }
}
