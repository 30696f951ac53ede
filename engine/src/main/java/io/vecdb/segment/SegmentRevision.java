package io.vecdb.segment;

import java.util.ArrayList;
import java.util.List;

/// What the next manifest says of a sealed segment. Files of new generations are written, but the
/// segment is as before until the manifest is durable and [#install] is called; if the commit
/// fails, [#withdraw] takes them back.
///
/// @param segment the segment
/// @param entry what the manifest says
/// @param change makes the segment what the entry says
/// @param undo closes and deletes the new files
/// @param replaced files, without folder, that no manifest names after the commit
public record SegmentRevision(
        SealedSegment segment,
        SegmentEntry entry,
        Runnable change,
        Runnable undo,
        List<String> replaced) {
    /// What replaces what is in the segment's entry now.
    static SegmentRevision of(
            SealedSegment segment, SegmentEntry next, Runnable change, Runnable undo) {
        List<String> replaced = new ArrayList<>(segment.entry().fileNames());
        replaced.removeAll(next.fileNames());
        return new SegmentRevision(segment, next, change, undo, replaced);
    }

    /// Makes the segment what the entry says, once the manifest is durable.
    public void install() {
        change.run();
    }

    /// Gives the new files up: no manifest names them, or will.
    public void withdraw() {
        undo.run();
    }
}
