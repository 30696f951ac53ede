package io.vecdb.api;

import java.util.List;

/// What came out of reading every byte of some files.
///
/// @param files how many were read
/// @param bytes how long they are together
/// @param damages what is wrong, in the order in which it was found; empty if all is well
public record VerifyReport(int files, long bytes, List<Damage> damages) {
    /// Copies the list.
    public VerifyReport {
        damages = List.copyOf(damages);
    }

    /// Whether every byte is what was written.
    public boolean isSound() {
        return damages.isEmpty();
    }
}
