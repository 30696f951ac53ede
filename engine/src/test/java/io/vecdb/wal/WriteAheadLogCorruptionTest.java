package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;
import io.vecdb.storage.FileHeader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages each byte of a log of some files, and cuts it at every length. The files are new ones,
/// or such as were used before and hold the bytes of older records behind their own.
final class WriteAheadLogCorruptionTest {
    private FaultyDirectory pristine = new FaultyDirectory();
    private List<Operation> written = List.of();
    private List<String> files = List.of();
    private long from;

    private void fill(boolean recycled) throws IOException {
        FilledLog filled = new FilledLog(recycled);
        pristine = filled.disk;
        written = filled.written;
        files = filled.files;
        from = filled.from;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFlippedBitOfAClosedLogIsReportedOrHarmless(boolean recycled) throws IOException {
        fill(recycled);
        for (String file : files) {
            byte[] content = pristine.content(file);
            // Harmless is the mark at the end, and what stands behind it.
            int end = WalImage.recordsEnd(content) - (isLast(file) ? WalRecord.HEAD_BYTES : 0);
            for (int bit = 0; bit < 8 * content.length; bit++) {
                byte[] damaged = content.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                boolean identical = identicalOrReported(file, damaged, "bit " + bit);
                assertThat(identical).as("%s, bit %d", file, bit).isEqualTo(bit / 8 >= end);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyLostSectorOfAClosedLogIsReported(boolean recycled) throws IOException {
        fill(recycled);
        for (String file : files) {
            byte[] content = pristine.content(file);
            int end = WalImage.recordsEnd(content) - (isLast(file) ? WalRecord.HEAD_BYTES : 0);
            for (int at = 0; at < end; at += 32) {
                byte[] damaged = content.clone();
                Arrays.fill(damaged, at, Math.min(at + 64, content.length), (byte) 0);
                boolean mark = isLast(file) && at + 64 > end;
                boolean identical = identicalOrPrefix(file, damaged, "zeros at " + at, mark);
                assertThat(identical).as("%s, zeros at %d", file, at).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileThatIsCutIsReportedUnlessItIsTheLast(boolean recycled) throws IOException {
        fill(recycled);
        for (String file : files.subList(0, files.size() - 1)) {
            byte[] content = pristine.content(file);
            for (int length = 0; length < content.length; length++) {
                byte[] cut = Arrays.copyOf(content, length);
                assertThat(identicalOrReported(file, cut, "length " + length))
                        .as("%s, length %d", file, length)
                        .isEqualTo(length >= WalImage.recordsEnd(content));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLastFileCutAnywhereBehindItsHeaderGivesTheRecordsBeforeTheCut(boolean recycled)
            throws IOException {
        fill(recycled);
        String last = files.getLast();
        byte[] content = pristine.content(last);
        int end = WalImage.recordsEnd(content) - WalRecord.HEAD_BYTES;
        for (int length = 0; length < content.length; length++) {
            String damage = "length " + length;
            boolean identical =
                    identicalOrPrefix(last, Arrays.copyOf(content, length), damage, true);
            assertThat(identical).as(damage).isEqualTo(length >= end);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damageToWhatALaterRecordProvesSyncedIsReportedInALogThatWasNotClosed(boolean recycled)
            throws IOException {
        fill(recycled);
        // Without the mark the last record is proved by nothing, and all others are.
        String last = files.getLast();
        byte[] content = pristine.content(last);
        int end = WalImage.recordsEnd(content) - WalRecord.HEAD_BYTES;
        Arrays.fill(content, end, end + WalRecord.HEAD_BYTES, (byte) 0);
        int lastRecordAt = WalImage.lastRecordAt(content);
        for (int at = FileHeader.BYTES; at < end; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= 0x55;
            boolean identical = identicalOrPrefix(last, damaged, "byte " + at, at >= lastRecordAt);
            assertThat(identical).as("byte %d", at).isFalse();
        }
    }

    @Test
    void olderBytesInTheLastFileAreATornTailOrReported() throws IOException {
        fill(true);
        String last = files.getLast();
        byte[] content = pristine.content(last);
        // As the sectors of an earlier file, records and all.
        byte[] older = pristine.content(files.getFirst());
        int lastRecordAt = WalImage.lastRecordAt(content);
        for (int at = FileHeader.BYTES; at < Math.min(content.length, older.length); at += 8) {
            byte[] damaged = content.clone();
            int bytes = Math.min(64, Math.min(content.length, older.length) - at);
            System.arraycopy(older, at, damaged, at, bytes);
            boolean identical = identicalOrPrefix(last, damaged, "old bytes at " + at, true);
            assertThat(identical).as("old bytes at %d", at).isEqualTo(at >= lastRecordAt);
        }
    }

    @Test
    void unsyncedRecordsBehindAHoleAreCutAndNeverComeBack() throws IOException {
        fill(false);
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        long hole = WalImage.recordsEnd(disk.content("log/wal-0000000001.log"));
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
    void aLengthThatPromisesGigabytesIsATornTail() throws IOException {
        fill(false);
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        String file = "log/wal-0000000001.log";
        byte[] content = disk.content(file);
        int end = WalImage.recordsEnd(content);
        byte[] longer = content.clone();
        // A second head like the first one, with the largest lengths that its field can say.
        System.arraycopy(content, 64, longer, end, WalRecord.HEAD_BYTES);
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 30}) {
            for (int i = 0; i < Integer.BYTES; i++) {
                longer[end + 4 + i] = (byte) (length >>> (8 * i));
            }
            disk.put(file, longer);
            List<Operation> replayed = new ArrayList<>();
            open(disk.afterPowerLoss(Survival.ALL, 0), replayed, WalOptions.DEFAULT).close();
            assertThat(replayed).isEqualTo(written.subList(0, 1));
        }
    }

    @Test
    void recordsOfAnotherLogBehindATornOneAreNotTakenForThisLogs() throws IOException {
        fill(false);
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk, new ArrayList<>(), WalOptions.DEFAULT);
        log.sync(log.append(OperationCodec.encode(written.get(0))));
        String file = "log/wal-0000000001.log";
        byte[] content = disk.content(file);
        // As if a payload with the bytes of a log, number and all, was torn in its first sector.
        byte[] foreign = pristine.content(file);
        byte[] torn = content.clone();
        System.arraycopy(foreign, 0, torn, WalImage.recordsEnd(content) + 40, foreign.length);
        disk.put(file, torn);
        List<Operation> replayed = new ArrayList<>();
        open(disk, replayed, WalOptions.DEFAULT).close();
        assertThat(replayed).isEqualTo(written.subList(0, 1));
    }

    @Test
    void noiseInPlaceOfTheLastFileIsReportedOrAPrefix() throws IOException {
        fill(true);
        Random random = new Random(5);
        String last = files.getLast();
        byte[] content = pristine.content(last);
        for (int round = 0; round < 2_000; round++) {
            byte[] noisy = content.clone();
            int begin = random.nextInt(noisy.length);
            for (int at = begin; at < Math.min(noisy.length, begin + 200); at++) {
                noisy[at] = (byte) random.nextInt();
            }
            identicalOrPrefix(last, noisy, "round " + round + " of seed 5", true);
        }
    }

    @Test
    void aLogOfANewerReleaseIsRefused() throws IOException {
        fill(false);
        String file = files.getFirst();
        byte[] header =
                FileHeader.seal(FileHeader.begin(new io.vecdb.storage.FileFormat("wal", 2)));
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

    private OperationLog open(FaultyDirectory disk, List<Operation> replayed) {
        return open(disk, replayed, FilledLog.OPTIONS);
    }

    private OperationLog open(FaultyDirectory disk, List<Operation> replayed, WalOptions options) {
        return WriteAheadLog.open(
                disk, "log", options, from, (sequence, operation) -> replayed.add(operation));
    }

    private boolean isLast(String file) {
        return file.equals(files.getLast());
    }
}
