package io.vecdb.wal;

import io.vecdb.api.Damage;

import java.util.List;

/// What repairing a log did.
///
/// @param damages what was wrong; empty if nothing was, and nothing was done
/// @param firstLost sequence number of the first write that was lost; everything before it is kept.
///   0 if none was
/// @param givenUp how many later writes, which were still there, had to be given up: what they
///   would be applied to is not known
public record LogRepair(List<Damage> damages, long firstLost, long givenUp) {
    /// Copies the list.
    public LogRepair {
        damages = List.copyOf(damages);
    }
}
