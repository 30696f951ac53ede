package io.vecdb.storage;

/// The power went off: thrown by every call to a [FaultyDirectory] from the chosen one on. An
/// `Error`, so that nothing takes it for a disk's refusal and goes on.
public final class PowerLoss extends Error {
    private static final long serialVersionUID = 1L;

    PowerLoss(String call) {
        super("power lost before: " + call);
    }
}
