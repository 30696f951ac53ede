import com.puppycrawl.tools.checkstyle.AbstractAutomaticBean.OutputStreamOptions;
import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.DefaultLogger;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.CheckstyleException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Formats or checks all Java sources of the tree, run by the root pom on the toolchain's JDK as a
/// single-file program: `java -cp TOOLS SourceCheck.java check|format ROOT`.
///
/// `format` rewrites with google-java-format (AOSP). `check` fails with exit code 1 when a file is
/// not as `format` would leave it, lacks a doc comment, or breaks a limit of `checkstyle.xml`. The
/// hashes of files that passed are kept in `ROOT/target/source-check.passed`, so that only changed
/// files are looked at again; the hash covers this program and its limits too.
public final class SourceCheck {
    /// Folders that are passed over, wherever they lie below the root.
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".vecdb-build");

    private final Path root;
    private final Path limits;

    private SourceCheck(Path root) {
        this.root = root;
        this.limits = root.resolve(".ci/checks/checkstyle.xml");
    }

    public static void main(String[] args) throws Exception {
        var tool = new SourceCheck(Path.of(args[1]).toAbsolutePath().normalize());
        boolean passed =
                switch (args[0]) {
                    case "check" -> tool.check();
                    case "format" -> tool.format();
                    default ->
                            throw new IllegalArgumentException("check or format, not " + args[0]);
                };
        System.exit(passed ? 0 : 1);
    }

    private boolean format() throws IOException {
        List<Path> sources = sources();
        String errors = googleJavaFormat(sources, "--replace");
        if (!errors.isEmpty()) {
            System.err.println("Not Java:\n" + errors);
            return false;
        }
        System.out.println("Formatted " + sources.size() + " files.");
        return true;
    }

    private boolean check() throws IOException, CheckstyleException, NoSuchAlgorithmException {
        Path memory = root.resolve("target/source-check.passed");
        Set<String> passedBefore =
                Files.exists(memory) ? new HashSet<>(Files.readAllLines(memory)) : Set.of();
        String salt = System.getProperty("java.class.path");
        for (String part : List.of("SourceCheck.java", "DocCheck.java", "checkstyle.xml")) {
            salt = hash(root.resolve(".ci/checks").resolve(part), salt);
        }

        List<Path> sources = sources();
        List<Path> changed = new ArrayList<>();
        Set<String> hashes = new TreeSet<>();
        for (Path source : sources) {
            String hash = hash(source, salt);
            hashes.add(hash);
            if (!passedBefore.contains(hash)) {
                changed.add(source);
            }
        }
        if (!changed.isEmpty()
                && !(formatted(changed) && documented(changed) & withinLimits(changed))) {
            return false;
        }
        System.out.println(
                "Sources: " + sources.size() + " files, " + changed.size() + " newly checked.");
        Files.createDirectories(memory.getParent());
        Files.write(memory, hashes);
        return true;
    }

    private boolean formatted(List<Path> files) {
        String wrong = googleJavaFormat(files, "--dry-run", "--set-exit-if-changed");
        if (!wrong.isEmpty()) {
            System.err.println("Not formatted (run ./.ci/format):\n" + wrong);
        }
        return wrong.isEmpty();
    }

    /// Returns what the formatter complained about; empty when there is nothing.
    private static String googleJavaFormat(List<Path> files, String... options) {
        if (files.isEmpty()) {
            return "";
        }
        var output = new StringWriter();
        var writer = new PrintWriter(output);
        String[] arguments =
                Stream.of(
                                Stream.of("--aosp"),
                                Stream.of(options),
                                files.stream().map(Path::toString))
                        .flatMap(s -> s)
                        .toArray(String[]::new);
        int exit =
                ToolProvider.findFirst("google-java-format")
                        .orElseThrow()
                        .run(writer, writer, arguments);
        writer.flush();
        return exit == 0 ? "" : output.toString().strip() + "\n";
    }

    private static boolean documented(List<Path> files) throws IOException {
        List<String> missing =
                DocCheck.missing(
                        files.stream().filter(f -> f.toString().contains("/src/main/")).toList());
        if (!missing.isEmpty()) {
            System.err.println("Public, without a doc comment:\n" + String.join("\n", missing));
        }
        return missing.isEmpty();
    }

    private boolean withinLimits(List<Path> files) throws CheckstyleException {
        var checker = new Checker();
        try {
            checker.setModuleClassLoader(Checker.class.getClassLoader());
            checker.configure(
                    ConfigurationLoader.loadConfiguration(
                            limits.toString(), new PropertiesExpander(new Properties())));
            checker.addListener(
                    new DefaultLogger(
                            OutputStream.nullOutputStream(),
                            OutputStreamOptions.NONE,
                            System.err,
                            OutputStreamOptions.NONE));
            return checker.process(files.stream().map(Path::toFile).toList()) == 0;
        } finally {
            checker.destroy();
        }
    }

    /// The root itself may have any name. What runs of the program leave is in `ROOT/data`.
    private boolean isSkipped(Path dir) {
        return !dir.equals(root)
                && (SKIPPED.contains(dir.getFileName().toString())
                        || dir.equals(root.resolve("data")));
    }

    private List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes about) {
                        return isSkipped(dir)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                        if (file.toString().endsWith(".java")) {
                            sources.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        if (sources.isEmpty()) {
            throw new IOException("There is no Java source below " + root + ": a wrong folder?");
        }
        sources.sort(null);
        return sources;
    }

    private static String hash(Path file, String salt)
            throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(salt.getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest.digest());
    }
}
