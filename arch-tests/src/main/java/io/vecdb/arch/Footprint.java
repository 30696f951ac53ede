package io.vecdb.arch;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// What a program carries that embeds a module: the module's classes, and all the libraries that it
/// needs to run, as they lie in the local Maven repository with their descriptions beside them.
final class Footprint {
    private static final String OURS = "vecdb-";

    private final SourceTree tree;
    private final List<Path> classPath;
    private final Map<String, Long> bytes = new TreeMap<>();

    /// @param classPath where the libraries are found, among others
    Footprint(SourceTree tree, String classPath) {
        this.tree = tree;
        this.classPath = Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
    }

    /// The bytes of each part, by its artifact's name. Classes count as they are, not packed.
    Map<String, Long> of(String module) {
        add(OURS + module);
        return bytes;
    }

    private void add(String artifact) {
        if (bytes.containsKey(artifact)) {
            return;
        }
        if (artifact.startsWith(OURS)) {
            Path folder = tree.root().resolve(artifact.substring(OURS.length()));
            bytes.put(artifact, folderBytes(folder.resolve("target/classes")));
            needs(folder.resolve("pom.xml")).forEach(this::add);
        } else {
            Path jar = jar(artifact);
            bytes.put(artifact, size(jar));
            String name = jar.getFileName().toString();
            needs(jar.resolveSibling(name.substring(0, name.length() - ".jar".length()) + ".pom"))
                    .forEach(this::add);
        }
    }

    private Path jar(String artifact) {
        return classPath.stream()
                .filter(path -> {
                    String name = path.getFileName().toString();
                    return name.startsWith(artifact + "-")
                            && name.substring(artifact.length() + 1).matches("[0-9].*\\.jar");
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not on the path"));
    }

    /// The artifacts that a description asks for at run time.
    private static List<String> needs(Path pom) {
        List<String> artifacts = new ArrayList<>();
        for (Element dependencies : children(root(pom), "dependencies")) {
            for (Element dependency : children(dependencies, "dependency")) {
                String scope = text(dependency, "scope");
                boolean atRunTime =
                        scope.isEmpty() || scope.equals("compile") || scope.equals("runtime");
                if (atRunTime && !text(dependency, "optional").equals("true")) {
                    artifacts.add(text(dependency, "artifactId"));
                }
            }
        }
        return artifacts;
    }

    private static Element root(Path pom) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(pom + " cannot be read", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
    }

    private static long folderBytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Footprint::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
