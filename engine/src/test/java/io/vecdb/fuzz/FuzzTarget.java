package io.vecdb.fuzz;

import java.io.IOException;
import java.util.List;

/// Something that reads bytes which anybody may have written.
public interface FuzzTarget {
    /// Inputs that are read to their end, to begin with.
    List<byte[]> seeds();

    /// Reads an input and uses what was read. Passes if it is refused as it should be; everything
    /// else that is thrown is a finding.
    void read(byte[] input) throws IOException;
}
