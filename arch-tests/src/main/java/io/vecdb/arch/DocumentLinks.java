package io.vecdb.arch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether what Markdown documents point at exists: relative links with their anchors, and paths of
/// the repository in backquotes.
final class DocumentLinks {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1[ \t]*$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK =
            Pattern.compile("!?\\[[^\\]]*\\]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)");
    private static final Pattern REFERENCE =
            Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]:\\s*<?(\\S+?)>?\\s*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*#*\\s*$");
    private static final Pattern NAMED_ANCHOR = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");
    private static final Pattern PATH = Pattern.compile("(?:\\./)?[\\w.-]+(?:/[\\w.-]+)*/?");
    private static final Pattern SOURCE_ENDING =
            Pattern.compile(".+\\.(java|md|xml|sh|proto|yaml|yml|properties)");
    private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

    private final SourceTree tree;

    DocumentLinks(SourceTree tree) {
        this.tree = tree;
    }

    /// The documents that are looked at: those at the root, and all of `docs`.
    List<Path> documents() {
        return tree.files("", ".md").stream()
                .filter(f -> f.getNameCount() == 1 || f.startsWith("docs"))
                .toList();
    }

    /// What is wrong in all documents, one line each.
    List<String> broken() {
        return documents().stream().flatMap(d -> broken(d).stream()).toList();
    }

    private List<String> broken(Path document) {
        String text = FENCED.matcher(tree.read(document)).replaceAll("");
        List<String> wrong = new ArrayList<>();
        for (Pattern kind : List.of(LINK, REFERENCE)) {
            Matcher links = kind.matcher(CODE.matcher(text).replaceAll("`code`"));
            while (links.find()) {
                checkLink(document, links.group(1), wrong);
            }
        }
        Matcher codes = CODE.matcher(text);
        while (codes.find()) {
            checkPath(document, codes.group(1), wrong);
        }
        return wrong;
    }

    private void checkLink(Path document, String link, List<String> wrong) {
        if (OUTSIDE.matcher(link).matches()) {
            return;
        }
        String[] parts = link.split("#", 2);
        Path target = document;
        if (!parts[0].isEmpty()) {
            String decoded =
                    URLDecoder.decode(parts[0].replace("+", "%2B"), StandardCharsets.UTF_8);
            Path folder = document.getParent();
            target = (folder == null ? Path.of(decoded) : folder.resolve(decoded)).normalize();
        }
        if (!Files.exists(tree.root().resolve(target))) {
            wrong.add(document + ": link to " + link + ", which does not exist");
        } else if (parts.length == 2
                && target.toString().endsWith(".md")
                && !anchors(tree.read(target)).contains(parts[1])) {
            wrong.add(document + ": link to " + link + ": no such heading");
        }
    }

    /// A path of the repository is recognised by its first name, which stands at the root, or by
    /// the ending of a source file. Other names with a slash are somebody else's: URLs, media
    /// types.
    private void checkPath(Path document, String code, List<String> wrong) {
        if (!code.contains("/") || !PATH.matcher(code).matches()) {
            return;
        }
        Path path = Path.of(code).normalize();
        boolean ours =
                Files.exists(tree.root().resolve(path.getName(0)))
                        || SOURCE_ENDING.matcher(code).matches();
        if (ours && !SourceTree.isMade(path) && !Files.exists(tree.root().resolve(path))) {
            wrong.add(document + ": `" + code + "` does not exist");
        }
    }

    /// The anchors that GitHub makes of headings: lower case, blanks to hyphens, other signs away,
    /// `-1` and so on for repeated ones.
    static Set<String> anchors(String markdown) {
        String text = FENCED.matcher(markdown).replaceAll("");
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        Matcher headings = HEADING.matcher(text);
        while (headings.find()) {
            String anchor =
                    headings.group(1)
                            .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                            .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        Matcher named = NAMED_ANCHOR.matcher(text);
        while (named.find()) {
            anchors.add(named.group(1));
        }
        return anchors;
    }
}
