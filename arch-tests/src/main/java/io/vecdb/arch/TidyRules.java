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
    private static final int MAIN_LINES_MAX = 350;
    private static final int TEST_LINES_MAX = 400;
    private static final int REASON_WITHIN_LINES = 40;

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

    /// The only limit on the length of a file: about 300 lines are meant, kernels and tables may
    /// need more and then say so near their top.
    List<String> longSourcesWithoutReason() {
        List<String> wrong = new ArrayList<>();
        for (Path file : tree.files("", ".java")) {
            int linesMax = isMain(file) ? MAIN_LINES_MAX : TEST_LINES_MAX;
            String reason = "Longer than " + linesMax + " lines";
            List<String> lines = tree.read(file).lines().toList();
            boolean stated =
                    lines.stream().limit(REASON_WITHIN_LINES).anyMatch(l -> l.contains(reason));
            if (lines.size() > linesMax && !stated) {
                wrong.add(
                        file
                                + ": "
                                + lines.size()
                                + " lines; part it, or say near its top: \""
                                + reason
                                + ", since …\"");
            }
        }
        return wrong;
    }

    private static boolean isMain(Path file) {
        return ("/" + file).contains("/src/main/");
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
