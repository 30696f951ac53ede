package io.vecdb.bench;

import java.io.IOException;
import java.util.Map;

/// One of several things that are measured in turn (A B A B), so that what else the machine does
/// meets all of them.
interface Contestant {
    /// Measures once.
    ///
    /// @param folder where it may write
    /// @param counts whether the result counts, or is only to warm up
    /// @return the result as a line of text
    String run(TemporaryFolder folder, boolean counts) throws IOException;

    /// The medians of all runs that count.
    Map<String, Object> summary();
}
