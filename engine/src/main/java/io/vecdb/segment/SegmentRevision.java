package io.vecdb.segment;

import java.util.List;

/// What the next manifest says of a sealed segment. Files of new generations are written, but the
/// segment is as before until the manifest is durable and [#install] is called; a commit that fails
/// leaves nothing behind but files that nobody names.
///
/// @param segment the segment
/// @param entry what the manifest says
/// @param change makes the segment what the entry says
/// @param replaced files, without folder, that no manifest names after the commit
public record SegmentRevision(
        SealedSegment segment, SegmentEntry entry, Runnable change, List<String> replaced) {
    /// Makes the segment what the entry says, once the manifest is durable.
    public void install() {
        change.run();
    }
}
