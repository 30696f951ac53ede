package io.vecdb.segment;

import io.vecdb.Interleavings;
import io.vecdb.api.Value;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

/// One thread changes payloads and publishes, others read as of what was published, or as of the
/// beginning, which is pinned.
@Tag("proof")
@Param(name = "row", gen = IntGen.class, conf = "0:1")
public class PayloadVersionsInterleavingTest {
    private static final long PINNED = 1;

    private final PayloadVersions versions = new PayloadVersions();
    private long sequence = PINNED;
    private volatile long published = PINNED;

    /// Row 0 has a payload that a reader holds.
    public PayloadVersionsInterleavingTest() {
        versions.put(0, payload(PINNED), PINNED, Pins.EVERYTHING);
    }

    @Test
    void readersSeeThePayloadsOfTheirTime() {
        Interleavings.check(PayloadVersionsInterleavingTest.class);
    }

    @Operation(nonParallelGroup = "writer")
    public long put(@Param(name = "row") int row) {
        long next = ++sequence;
        // Readers as of anything newer than what is pinned are gone when they have read, so only
        // what is published now has to stay.
        versions.put(row, payload(next), next, new Pins(new long[] {PINNED, published}, published));
        published = next;
        return next;
    }

    @Operation
    public String pinned(@Param(name = "row") int row) {
        return String.valueOf(versions.get(row, PINNED));
    }

    @Operation
    public String rows() {
        return Arrays.toString(versions.rows(PINNED));
    }

    @Operation
    public boolean newestIsThere(@Param(name = "row") int row) {
        return versions.get(row, Long.MAX_VALUE) != null;
    }

    private static Map<String, Value> payload(long sequence) {
        return Map.of("n", new Value.Int(sequence));
    }
}
