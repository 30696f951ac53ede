package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

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
