package io.vecdb.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the files of a sealed segment are called: `seg-<number>.<what>`, and with a generation,
/// `seg-<number>.<what>-<generation>`, where a file can be replaced. No name is ever used twice.
/// Names are without the folder.
final class SegmentFiles {
    private static final Pattern NAME = Pattern.compile("seg-(\\d+)\\..*");

    private final String prefix;

    SegmentFiles(long number) {
        prefix = "seg-" + number + ".";
    }

    /// The names of all files that a manifest's entry stands for.
    List<String> all(SegmentEntry entry, int fieldCount) {
        List<String> names = new ArrayList<>(List.of(ids(), payload()));
        for (int field = 0; field < fieldCount; field++) {
            names.add(vectors(field));
            names.add(index(field));
        }
        names.add(filters(entry.filtersGeneration()));
        if (entry.changesGeneration() > 0) {
            names.add(changes(entry.changesGeneration()));
        }
        return names;
    }

    /// The segment that a file of this name (without folder) belongs to, or -1.
    static long segmentOf(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    String ids() {
        return prefix + "ids";
    }

    String payload() {
        return prefix + "payload";
    }

    /// @param field the field's place among the collection's vector fields
    String vectors(int field) {
        return prefix + "vectors" + field;
    }

    /// @param field the field's place among the collection's vector fields
    String index(int field) {
        return prefix + "index" + field;
    }

    String filters(long generation) {
        return prefix + "filters-" + generation;
    }

    String changes(long generation) {
        return prefix + "changes-" + generation;
    }
}
