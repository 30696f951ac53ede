package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.collection.CorruptionSweep.Damaged;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Damages files of many blocks, of which opening a collection and most questions use only some: a
/// damaged block is noticed by those who use it, and by nobody else.
@Tag("proof")
final class LargeFilesSweepTest {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int HEADER_BYTES = 64;
    private static final int SECTOR_BYTES = 512;

    private static final SweptDatabase SWEPT = new SweptDatabase(7_000);
    private static final CorruptionSweep SWEEP = new CorruptionSweep(SWEPT, 6);

    @Test
    void allAnswersAreGivenWhereNothingIsDamaged() {
        SWEEP.requireSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "payload", "vectors0", "vectors1", "index0", "filters"})
    void damageAnywhereIsNoticedOrNotMet(String kind) {
        String file = SWEPT.largest(kind);
        byte[] sound = SWEPT.content(file);
        assertThat(sound.length).isGreaterThan(2 * BLOCK_BYTES);
        Random random = new Random(CorruptionSweep.SEED);
        for (int trial = 0; trial < SWEEP.sample(); trial++) {
            int at = random.nextInt(sound.length);
            int sector = random.nextInt(sound.length / SECTOR_BYTES) * SECTOR_BYTES;
            byte[] zeros = sound.clone();
            Arrays.fill(zeros, sector, sector + SECTOR_BYTES, (byte) 0);
            for (Damaged damaged :
                    new Damaged[] {
                        new Damaged("byte " + at, CorruptionSweep.flipped(sound, at, 0x40)),
                        new Damaged("zeros from " + sector, zeros),
                    }) {
                if (!Arrays.equals(damaged.content(), sound)) {
                    var _ = SWEEP.require(file, damaged);
                }
            }
        }
        int blocks = (sound.length - HEADER_BYTES) / BLOCK_BYTES;
        for (int block = 1; block < blocks; block++) {
            int at = HEADER_BYTES + (block - 1) * BLOCK_BYTES;
            byte[] swapped = sound.clone();
            System.arraycopy(sound, at, swapped, at + BLOCK_BYTES, BLOCK_BYTES);
            System.arraycopy(sound, at + BLOCK_BYTES, swapped, at, BLOCK_BYTES);
            var _ = SWEEP.require(file, new Damaged("blocks at " + at + " swapped", swapped));
        }
    }

    @Test
    void whatDoesNotNeedADamagedBlockIsAnswered() {
        Map<String, Optional<Object>> withoutVectors = damaged("vectors0");
        assertThat(withoutVectors.get("all")).isEmpty();
        assertThat(withoutVectors.get("ids")).isPresent();
        assertThat(withoutVectors.get("count 8")).isPresent();
        assertThat(withoutVectors.get("scan 0")).isPresent();

        Map<String, Optional<Object>> withoutPayloads = damaged("payload");
        assertThat(withoutPayloads.get("all")).isEmpty();
        assertThat(withoutPayloads.get("count 8")).isEmpty();
        assertThat(withoutPayloads.get("count 1")).isPresent();
        assertThat(withoutPayloads.get("ids")).isPresent();

        Map<String, Optional<Object>> withoutLinks = damaged("index0");
        assertThat(withoutLinks.get("all")).isPresent();
        assertThat(withoutLinks.get("scan 0")).isPresent();
        assertThat(withoutLinks.get("graph 9 from 0")).isPresent();
        assertThat(withoutLinks.get("graph 0 from 0")).isEmpty();
    }

    /// The answers where the second and the third block of a file are damaged, as far as there are
    /// others behind them.
    private static Map<String, Optional<Object>> damaged(String kind) {
        String file = SWEPT.largest(kind);
        byte[] content = SWEPT.content(file).clone();
        int last = (content.length - HEADER_BYTES) / BLOCK_BYTES;
        for (int block = 1; block < Math.min(last, 3); block++) {
            content[HEADER_BYTES + block * BLOCK_BYTES + 100] ^= 1;
        }
        return SWEEP.require(file, new Damaged("two blocks", content));
    }
}
