package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.Trials;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Damages files of a database and looks at what it answers then.
///
/// A trial is a place of each file, damaged in one way. Where there are as many trials as places,
/// all of them are damaged.
///
/// @param swept the database
/// @param sample how many places of a file are damaged in a build
record CorruptionSweep(SweptDatabase swept, int sample) {
    static final long SEED = Trials.firstSeed();

    CorruptionSweep {
        sample = Trials.of(CorruptionSweep.class, sample).count();
    }

    /// What was done to a file.
    record Damaged(String how, byte[] content) {}

    /// Damages a file at a place; the first is 0.
    interface Damage {
        Damaged at(int place);
    }

    static byte[] flipped(byte[] sound, int at, int mask) {
        byte[] damaged = sound.clone();
        damaged[at] ^= (byte) mask;
        return damaged;
    }

    void requireSound() {
        String any = swept.files.keySet().iterator().next();
        assertThat(SweptDatabase.verify(swept.disk(any, swept.content(any)))).isEmpty();
        assertThat(SweptDatabase.ask(swept.disk(any, swept.content(any))))
                .isEqualTo(swept.answers.getLast());
        assertThat(swept.answers.getLast().values()).allMatch(Optional::isPresent);
    }

    /// Tries a damage at every place, or at some.
    void sweep(String file, int places, Damage damage) {
        Random random = new Random(SEED * 31 + file.hashCode());
        int step = Math.max(1, places / sample);
        for (int at = random.nextInt(step); at < places; at += step) {
            Damaged damaged = damage.at(at);
            if (!Arrays.equals(damaged.content, swept.content(file))) {
                var _ = require(file, damaged);
            }
        }
    }

    /// Asks everything of a database with a damaged file: all is answered as before or refused, and
    /// verification finds the damage if it is in a segment.
    ///
    /// @return the answers, nothing if the database or the collection was refused
    Map<String, Optional<Object>> require(String file, Damaged damaged) {
        String what = file + ", " + damaged.how + ", seed " + SEED;
        Map<String, Optional<Object>> answers;
        try {
            answers = SweptDatabase.ask(swept.disk(file, damaged.content));
            if (file.contains("/seg-")) {
                assertThat(SweptDatabase.verify(swept.disk(file, damaged.content)))
                        .as(what)
                        .isNotEmpty()
                        .allMatch(damage -> damage.file().equals(file));
            }
        } catch (RuntimeException | Error e) {
            return fail(what, e);
        }
        if (file.contains("/wal-")) {
            // Nothing proves that what was written last had been synced: docs/format/wal.md.
            assertThat(answers.isEmpty() || swept.answers.contains(answers)).as(what).isTrue();
        } else {
            answers.forEach((question, answer) -> {
                if (answer.isPresent()) {
                    assertThat(answer)
                            .as(what + ": " + question)
                            .isEqualTo(swept.answers.getLast().get(question));
                }
            });
        }
        return answers;
    }
}
