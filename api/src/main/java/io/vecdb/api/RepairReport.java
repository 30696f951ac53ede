package io.vecdb.api;

import java.util.List;

/// What repairing a collection did.
///
/// @param damages what was wrong before
/// @param actions what was done about it, a sentence each; empty if nothing was wrong
/// @param points live points afterwards
/// @param lostPoints how many points could not be saved, as far as it is known
/// @param lostWrites how many writes of the log could not be saved, as far as it is known
public record RepairReport(
        List<Damage> damages, List<String> actions, long points, long lostPoints, long lostWrites) {
    /// Copies the lists.
    public RepairReport {
        damages = List.copyOf(damages);
        actions = List.copyOf(actions);
    }
}
