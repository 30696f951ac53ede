package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.collection.CorruptionSweep.Damaged;
import io.vecdb.storage.FaultyDirectory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Damages every file of a database in every way that a disk knows: what is asked afterwards is
/// answered as before or refused as CORRUPT (or UNSUPPORTED_FORMAT), nothing else.
///
/// A sample of each file in each build, more or all on demand: see [CorruptionSweep].
@Tag("proof")
final class CorruptionSweepTest {
    /// Damages of each kind to a file, if not all.
    private static final int SAMPLE = 10;

    /// Length of a file's header, and of what surely belongs to its footer.
    private static final int HEADER_BYTES = 64;

    private static final int FOOTER_BYTES = 36;
    private static final int SECTOR_BYTES = FaultyDirectory.SECTOR_BYTES;

    private static final SweptDatabase SWEPT = new SweptDatabase(90);
    private static final CorruptionSweep SWEEP = new CorruptionSweep(SWEPT, SAMPLE);

    static Set<String> files() {
        return SWEPT.files.keySet();
    }

    @Test
    void soundFilesOfEveryKindGiveAllAnswers() {
        assertThat(files()).anyMatch(name -> name.matches("manifest-\\d+"));
        for (String kind :
                List.of(
                        "manifest-\\d+",
                        "wal-\\d+.log",
                        "seg-\\d+.ids",
                        "seg-\\d+.payload",
                        "seg-\\d+.vectors0",
                        "seg-\\d+.vectors1",
                        "seg-\\d+.index0",
                        "seg-\\d+.index1",
                        "seg-\\d+.filters-2",
                        "seg-\\d+.changes-2")) {
            assertThat(files()).anyMatch(name -> name.matches("c-1/" + kind));
        }
        SWEEP.requireSound();
        assertThat(SWEPT.answers).doesNotHaveDuplicates().hasSizeGreaterThan(4);
        assertThat(SWEPT.others).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void flippedBytes(String file) {
        byte[] sound = SWEPT.content(file);
        Random random = new Random(CorruptionSweep.SEED);
        SWEEP.sweep(
                file,
                sound.length,
                at -> {
                    int mask = 1 + random.nextInt(255);
                    return new Damaged(
                            "byte " + at + " with " + mask,
                            CorruptionSweep.flipped(sound, at, mask));
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void flippedBitsOfHeadersAndFooters(String file) {
        byte[] sound = SWEPT.content(file);
        int header = Math.min(HEADER_BYTES, sound.length);
        int footer = Math.min(FOOTER_BYTES, sound.length - header);
        SWEEP.sweep(
                file,
                8 * (header + footer),
                bit -> {
                    int at = bit / 8 < header ? bit / 8 : sound.length - footer + bit / 8 - header;
                    return new Damaged(
                            "bit " + bit % 8 + " of " + at,
                            CorruptionSweep.flipped(sound, at, 1 << bit % 8));
                });
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void otherLengths(String file) {
        byte[] sound = SWEPT.content(file);
        SWEEP.sweep(
                file,
                sound.length,
                length -> new Damaged("length " + length, Arrays.copyOf(sound, length)));
        SWEEP.sweep(
                file,
                2 * SECTOR_BYTES,
                more ->
                        new Damaged(
                                more + 1 + " bytes more",
                                Arrays.copyOf(sound, sound.length + more + 1)));
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void sectorsOfZerosAndOfOtherPlaces(String file) {
        byte[] sound = SWEPT.content(file);
        int sectors = (sound.length + SECTOR_BYTES - 1) / SECTOR_BYTES;
        SWEEP.sweep(
                file,
                sectors,
                sector -> {
                    byte[] damaged = sound.clone();
                    int from = sector * SECTOR_BYTES;
                    Arrays.fill(
                            damaged, from, Math.min(from + SECTOR_BYTES, sound.length), (byte) 0);
                    return new Damaged("zeros from " + from, damaged);
                });
        int whole = sound.length / SECTOR_BYTES;
        SWEEP.sweep(
                file,
                whole * whole,
                pair -> {
                    byte[] damaged = sound.clone();
                    int one = pair / whole * SECTOR_BYTES;
                    int other = pair % whole * SECTOR_BYTES;
                    System.arraycopy(sound, one, damaged, other, SECTOR_BYTES);
                    System.arraycopy(sound, other, damaged, one, SECTOR_BYTES);
                    return new Damaged("sectors at " + one + " and " + other + " swapped", damaged);
                });
    }

    /// Older files, and those of other segments and fields, are sound but not the ones meant.
    @Test
    void otherSoundFiles() {
        SWEPT.others.forEach((file, contents) -> {
            for (int i = 0; i < contents.size(); i++) {
                var _ = SWEEP.require(file, new Damaged("the other file " + i, contents.get(i)));
            }
        });
    }
}
