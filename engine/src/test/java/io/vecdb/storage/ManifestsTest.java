package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

final class ManifestsTest {
    private static final FileFormat FORMAT = new FileFormat("test", 1);

    @TempDir Path folder;

    @Test
    void theNewestGenerationIsLoadedAndThePreviousKept() throws IOException {
        try (Directory directory = LocalDirectory.open(folder)) {
            Manifests manifests = new Manifests(directory, "c", FORMAT);
            assertThat(manifests.load()).isEmpty();
            for (int i = 1; i <= 5; i++) {
                manifests.commit(("body " + i).getBytes(StandardCharsets.UTF_8));
            }

            Manifests.Loaded loaded = new Manifests(directory, "c", FORMAT).load().orElseThrow();

            assertThat(loaded.generation()).isEqualTo(5);
            assertThat(loaded.body()).isEqualTo("body 5".getBytes(StandardCharsets.UTF_8));
            assertThat(directory.list("c"))
                    .containsExactly(
                            "manifest-0000000000000000004", "manifest-0000000000000000005");
        }
    }

    @Test
    void commitWithoutLoadGoesOnAfterTheNewestGeneration() {
        try (Directory directory = LocalDirectory.open(folder)) {
            new Manifests(directory, "", FORMAT).commit(new byte[] {1});
            new Manifests(directory, "", FORMAT).commit(new byte[] {2});
            Manifests.Loaded loaded = new Manifests(directory, "", FORMAT).load().orElseThrow();
            assertThat(loaded.generation()).isEqualTo(2);
            assertThat(loaded.body()).isEqualTo(new byte[] {2});
        }
    }

    @Test
    void whatCannotBeReadBackIsNoManifest() throws IOException {
        FaultyDirectory disk = new FaultyDirectory();
        new Manifests(disk, "", FORMAT).commit(new byte[] {1});
        assertThatThrownBy(
                        () -> new Manifests(damagingDrafts(disk), "", FORMAT).commit(new byte[9]))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("'manifest.tmp'");
        Manifests manifests = new Manifests(disk, "", FORMAT);
        assertThat(manifests.load().orElseThrow().body()).isEqualTo(new byte[] {1});
        manifests.commit(new byte[] {2});
        assertThat(disk.list("")).doesNotContain("manifest.tmp").hasSize(2);
    }

    @Test
    void oneThatCannotBeReadStaysTheNewestUntilAnotherIsThere() throws IOException {
        FaultyDirectory disk = new FaultyDirectory();
        for (byte i = 1; i <= 2; i++) {
            new Manifests(disk, "", FORMAT).commit(new byte[] {i});
        }
        String newest = Manifests.name(2);
        disk.put(newest, new byte[disk.content(newest).length]);
        Manifests failing = new Manifests(damagingDrafts(disk), "", FORMAT);
        assertThat(failing.generations()).containsExactly(2L, 1L);
        assertThat(failing.load(1).body()).isEqualTo(new byte[] {1});
        assertThatThrownBy(() -> failing.commit(new byte[9])).isInstanceOf(DbException.class);
        assertThatThrownBy(() -> new Manifests(disk, "", FORMAT).load())
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining(newest);

        Manifests manifests = new Manifests(disk, "", FORMAT);
        assertThat(manifests.load(1).generation()).isEqualTo(1);
        manifests.commit(new byte[] {3});
        assertThat(disk.list("")).containsExactly(Manifests.name(1), newest, Manifests.name(3));
        assertThat(new Manifests(disk, "", FORMAT).load().orElseThrow().body())
                .isEqualTo(new byte[] {3});
        manifests.commit(new byte[] {4});
        assertThat(disk.list("")).containsExactly(Manifests.name(3), Manifests.name(4));
    }

    @Test
    void wheneverThePowerGoesOneManifestCountsAndItsFilesAreThere() throws IOException {
        int calls = committed(new FaultyDirectory()).calls();
        for (int call = 1; call <= calls + 1; call++) {
            FaultyDirectory disk = new FaultyDirectory();
            disk.put("c/manifest-0000000000000000001", FIRST);
            disk.losePowerAt(call);
            try {
                committed(disk);
            } catch (PowerLoss e) {
                assertThat(call).isLessThanOrEqualTo(calls);
            }
            for (Survival survival : Survival.values()) {
                for (int seed = 0; seed < 20; seed++) {
                    FaultyDirectory after = disk.afterPowerLoss(survival, seed);
                    long newest =
                            new Manifests(after, "c", FORMAT).load().orElseThrow().generation();
                    assertThat(newest).isBetween(call > calls ? 2L : 1L, 2L);
                    assertThat(newest == 1 || after.list("c").contains("file"))
                            .as("call %d, %s, seed %d", call, survival, seed)
                            .isTrue();
                }
            }
        }
    }

    private static final byte[] FIRST = first();

    private static byte[] first() {
        FaultyDirectory disk = new FaultyDirectory();
        new Manifests(disk, "c", FORMAT).commit(new byte[] {1});
        return disk.content("c/manifest-0000000000000000001");
    }

    /// Makes a file and a manifest that speaks of it.
    private static FaultyDirectory committed(FaultyDirectory disk) throws IOException {
        if (disk.list("c").isEmpty()) {
            disk.put("c/manifest-0000000000000000001", FIRST);
        }
        Manifests manifests = new Manifests(disk, "c", FORMAT);
        // Loading syncs the folder.
        var _ = manifests.load();
        disk.create("c/file").close();
        manifests.commit(new byte[] {2});
        return disk;
    }

    @Test
    void aManifestThatWasLoadedStays() throws IOException {
        FaultyDirectory disk = new FaultyDirectory();
        disk.put("c/manifest-0000000000000000001", FIRST);
        disk.losePowerAt(committed(disk.afterKill()).calls());
        assertThatThrownBy(() -> committed(disk)).isInstanceOf(PowerLoss.class);
        FaultyDirectory next = disk.afterKill();
        assertThat(next.afterPowerLoss(Survival.NONE, 0).list("c"))
                .doesNotContain("manifest-0000000000000000002");
        assertThat(new Manifests(next, "c", FORMAT).load().orElseThrow().generation()).isEqualTo(2);
        assertThat(next.afterPowerLoss(Survival.NONE, 0).list("c"))
                .contains("manifest-0000000000000000002");
    }

    @Test
    void afterACommitOfUnknownOutcomeNothingIsReadOrCommitted() {
        FaultyDirectory disk = new FaultyDirectory();
        Manifests manifests = new Manifests(disk, "", FORMAT);
        manifests.commit(new byte[] {1});
        int before = disk.calls();
        manifests.commit(new byte[] {2});
        int deletion = 1;
        // The last call of a commit is the sync of the folder.
        disk.failAt(2 * disk.calls() - before + deletion);
        requirePoisoned(() -> manifests.commit(new byte[] {3}));
        int calls = disk.calls();
        requirePoisoned(() -> manifests.commit(new byte[] {4}));
        requirePoisoned(manifests::load);
        assertThat(disk.calls()).isEqualTo(calls);
    }

    private static void requirePoisoned(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POISONED));
    }

    /// Damages a draft before it is read.
    private static Directory damagingDrafts(FaultyDirectory disk) {
        return (Directory)
                Proxy.newProxyInstance(
                        Directory.class.getClassLoader(),
                        new Class<?>[] {Directory.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("read")
                                    && arguments[0].equals("manifest.tmp")) {
                                byte[] content = disk.content("manifest.tmp");
                                content[FileHeader.BYTES + 12] ^= 1;
                                disk.put("manifest.tmp", content);
                            }
                            return method.invoke(disk, arguments);
                        });
    }
}
