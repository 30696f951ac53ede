package io.vecdb.storage;

import io.vecdb.Interleavings;
import io.vecdb.api.DbException;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/// Threads that fail at the same time, and others that ask whether one has.
@Tag("proof")
public class PoisonInterleavingTest {
    private final Poison poison = new Poison();

    @Test
    void theFirstFailureIsTheOneThatEverybodyIsTold() {
        Interleavings.check(PoisonInterleavingTest.class);
    }

    @Operation
    public String fail(@Param(gen = IntGen.class, conf = "1:9") int failure) {
        return reason(poison.poison(new IOException("failure " + failure)));
    }

    @Operation
    public String check() {
        try {
            poison.check();
            return "passes";
        } catch (DbException e) {
            return reason(e);
        }
    }

    private static String reason(DbException e) {
        return String.valueOf(e.getCause());
    }
}
