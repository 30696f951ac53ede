package io.vecdb.arch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What the formatter and the compiler do not look at. Each rule returns its complaints, one line
/// each.
final class TidyRules {
    private static final int FILE_BYTES_MAX = 1_000_000;
    private static final int SOURCE_LINES_MAX = 400;
    private static final int REASON_WITHIN_LINES = 40;

    /// What a longer file says near its top, followed by why.
    private static final String REASON = "Longer than " + SOURCE_LINES_MAX + " lines";

    // In two parts, or this file would break its own rule.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private final SourceTree tree;

    TidyRules(SourceTree tree) {
        this.tree = tree;
    }

    List<String> filesTooLarge() {
        return tree.files().stream()
                .filter(f -> tree.bytes(f) > FILE_BYTES_MAX)
                .map(f -> f + ": " + tree.bytes(f) + " bytes, at most " + FILE_BYTES_MAX)
                .toList();
    }

    List<String> blanks() {
        List<String> wrong = new ArrayList<>();
        for (Path file : tree.files("", ".java")) {
            String[] lines = tree.read(file).split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].indexOf('\t') >= 0) {
                    wrong.add(file + ":" + (i + 1) + ": tab");
                }
                if (!lines[i].equals(lines[i].stripTrailing())) {
                    wrong.add(file + ":" + (i + 1) + ": blanks at the end");
                }
            }
        }
        return wrong;
    }

    List<String> longSourcesWithoutReason() {
        List<String> wrong = new ArrayList<>();
        for (Path file : tree.files("", ".java")) {
            List<String> lines = tree.read(file).lines().toList();
            boolean reason =
                    lines.stream().limit(REASON_WITHIN_LINES).anyMatch(l -> l.contains(REASON));
            if (lines.size() > SOURCE_LINES_MAX && !reason) {
                wrong.add(
                        file
                                + ": "
                                + lines.size()
                                + " lines; part it, or say near its top: \""
                                + REASON
                                + ", since …\"");
            }
        }
        return wrong;
    }

    List<String> unfinishedWork() {
        List<String> wrong = new ArrayList<>();
        for (Path file : tree.files("src/main", ".java")) {
            List<String> lines = tree.read(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (UNFINISHED.matcher(lines.get(i)).find()) {
                    wrong.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return wrong;
    }

    /// Every package of main sources says what it is and that it is null-marked.
    List<String> packagesWithoutInfo() {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : tree.files("src/main/java", ".java")) {
            folders.add(file.resolveSibling("package-info.java"));
        }
        List<String> wrong = new ArrayList<>();
        List<Path> files = tree.files();
        for (Path info : folders) {
            if (!files.contains(info)) {
                wrong.add(info + ": missing");
            } else if (!tree.read(info).startsWith("/// ")) {
                wrong.add(info + ": does not begin with a paragraph on the package");
            } else if (!tree.read(info).contains("\n@NullMarked\n")) {
                wrong.add(info + ": not @NullMarked");
            }
        }
        return wrong;
    }
}
