package io.vecdb.api;

/// Is told how far a long job is. Called by the thread that does the job, often enough for a
/// display and seldom enough not to matter; throwing gives the job up.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress NONE = (done, total) -> {};

    /// Takes note of it.
    ///
    /// @param done units of work that are done: bytes or points, as the job says
    /// @param total units there are, or -1 if that is not known yet
    void update(long done, long total);
}
