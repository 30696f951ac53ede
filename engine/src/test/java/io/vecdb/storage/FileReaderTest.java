package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Blocks are verified when they are used, and not before.
class FileReaderTest {
    private static final FileFormat FORMAT = new FileFormat("test", 1);
    private static final int BLOCK = FileLayout.BLOCK_BYTES;
    private static final int BODY = 3 * BLOCK + 1_000;

    @TempDir Path folder;

    private FileReader open(Directory directory, int... damagedBytesOfTheBody) throws IOException {
        byte[] body = new byte[BODY];
        new Random(1).nextBytes(body);
        try (FileWriter out = FileWriter.create(directory, "file", FORMAT)) {
            out.write(body, 0, body.length);
            out.finish();
        }
        for (int at : damagedBytesOfTheBody) {
            damage(at);
        }
        return FileReader.open(directory, "file", FORMAT);
    }

    private void damage(int byteOfTheBody) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve("file"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(file.read(one, 64L + byteOfTheBody)).isEqualTo(1);
            one.put(0, (byte) (one.get(0) ^ 4)).flip();
            assertThat(file.write(one, 64L + byteOfTheBody)).isEqualTo(1);
        }
    }

    private static void isCorrupt(ThrowingCallable use, long block) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(use)
                .withMessageStartingWith("File 'file' is corrupt at byte " + (64 + block * BLOCK))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .satisfies(e ->
                        assertThat(e.damage())
                                .isNotNull()
                                .extracting(Damage::file, Damage::offset)
                                .containsExactly("file", 64L + block * BLOCK));
    }

    @Test
    void openingVerifiesNoBlockAndUsingOneVerifiesIt() throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = open(directory)) {
            assertThat(file.blockCount()).isEqualTo(4);
            assertThat(file.blockBytes(2)).isEqualTo(BLOCK);
            assertThat(file.blockBytes(3)).isEqualTo(1_000);
            assertThat(verified(file)).isEmpty();
            file.body().require(BLOCK - 4, 4);
            assertThat(verified(file)).containsExactly(0);
            assertThat(file.body().slice(2 * BLOCK - 4, BODY).longAt(0)).isNotZero();
            assertThat(verified(file)).containsExactly(0, 1, 2);
            assertThat(file.body().isVerified()).isFalse();
            file.requireAll();
            assertThat(verified(file)).containsExactly(0, 1, 2, 3);
            assertThat(file.body().isVerified()).isTrue();
        }
    }

    private static List<Integer> verified(FileReader file) {
        List<Integer> blocks = new ArrayList<>();
        for (int block = 0; block < file.blockCount(); block++) {
            if (file.isVerified(block)) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    @Test
    void aFileThatCannotBeOpenedIsUnmapped() throws IOException {
        try (Directory directory = LocalDirectory.open(folder)) {
            OpenFiles files = new OpenFiles(directory);
            open(files.directory()).close();
            assertThat(files.count()).isZero();
            FileFormat other = new FileFormat("other", 1);
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> FileReader.open(files.directory(), "file", other));
            assertThat(files.count()).isZero();
        }
    }

    @Test
    void aDamagedBlockIsReportedEachTimeItIsUsedAndTheOthersServe() throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = open(directory, BLOCK + 77)) {
            Section body = file.body();
            assertThat(body.slice(0, BLOCK).verified().byteSize()).isEqualTo(BLOCK);
            assertThat(body.intAt(2 * BLOCK)).isNotZero();
            for (int time = 0; time < 3; time++) {
                isCorrupt(() -> body.intAt(2 * BLOCK - 4), 1);
                isCorrupt(() -> body.longAt(BLOCK - 4), 1);
                isCorrupt(() -> body.slice(BLOCK + 8, BLOCK + 9).reader(), 1);
                isCorrupt(file::requireAll, 1);
            }
            assertThat(body.isVerified()).isFalse();
        }
    }

    @Test
    void aBlockThatIsDamagedLaterIsReportedFromTheNextCheckOn() throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = open(directory)) {
            file.requireAll();
            assertThat(file.check(2)).isNull();
            damage(2 * BLOCK + 9);
            file.requireAll();
            assertThat(file.check(1)).isNull();
            assertThat(file.check(2)).isNotNull();
            isCorrupt(() -> file.body().intAt(2 * BLOCK), 2);
            isCorrupt(file::requireAll, 2);
            damage(2 * BLOCK + 9);
            file.requireAll();
            assertThat(file.body().isVerified()).isTrue();
        }
    }

    @Test
    void aHeaderThatIsDamagedLaterIsReportedByTheNextCheck() throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = open(directory)) {
            assertThat(file.checkEnds()).isEmpty();
            damage(-64 + 9);
            assertThat(file.checkEnds())
                    .singleElement()
                    .satisfies(damage ->
                            assertThat(damage.finding())
                                    .isEqualTo("the header fails its checksum"));
        }
    }

    @Test
    void aPieceOutsideOfAnotherIsCorrupt() throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                FileReader file = open(directory)) {
            Section piece = file.body().slice(100, 200);
            for (long[] wrong : new long[][] {{-1, 3}, {0, 101}, {60, 50}, {0, Long.MAX_VALUE}}) {
                assertThatExceptionOfType(DbException.class)
                        .isThrownBy(() -> piece.slice(wrong[0], wrong[1]))
                        .withMessageContaining("corrupt at byte 164:");
            }
            assertThat(piece.slice(100, 100).reader().remaining()).isZero();
        }
    }

    @Test
    void manyThreadsVerifyAFileTogether() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Directory directory = LocalDirectory.open(folder);
                    FileReader file = open(directory, BLOCK + 5);
                    ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    Random random = new Random(thread);
                    all.add(threads.submit(() -> readSome(file, random)));
                }
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(verified(file)).containsExactly(0, 2, 3);
                damage(BLOCK + 5);
                file.requireAll();
                assertThat(file.body().isVerified()).isTrue();
                directory.delete("file");
            }
        }
    }

    private static void readSome(FileReader file, Random random) {
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(BODY - 4);
            boolean damaged = at + 4 > BLOCK && at < 2 * BLOCK;
            if (damaged) {
                isCorrupt(() -> file.body().intAt(at), 1);
            } else {
                assertThat(file.body().intAt(at))
                        .isEqualTo(
                                file.body().unverified().get(ValueLayout.JAVA_INT_UNALIGNED, at));
            }
        }
    }
}
