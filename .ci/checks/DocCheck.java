import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/// Finds public types, and public or protected members of public types, without a doc comment.
///
/// Javac's own `-Xdoclint:missing` would also ask for a `@param` and a `@return` where the sentence
/// above them has said it all; Checkstyle's check does not see `///` comments. Not asked of
/// overriding methods, of enum constants' and records' implicit members, nor of constructors
/// without parameters.
final class DocCheck extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final List<String> missing;

    private DocCheck(DocTrees docs, CompilationUnitTree unit, List<String> missing) {
        this.docs = docs;
        this.unit = unit;
        this.missing = missing;
    }

    /// Returns one line `file:line: what` for each missing comment.
    static List<String> missing(List<Path> files) throws IOException {
        if (files.isEmpty()) { // only tests changed, and the compiler refuses an empty list
            return List.of();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    diagnostic -> {},
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new DocCheck(docs, unit, missing).scan(unit, null);
            }
        }
        return missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
        if (!visible(type.getModifiers())) {
            return null;
        }
        require(type.getSimpleName().toString());
        return super.visitClass(type, none);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
        boolean trivialConstructor =
                method.getReturnType() == null && method.getParameters().isEmpty();
        boolean compactConstructor =
                method.getReturnType() == null && parent().getKind() == Tree.Kind.RECORD;
        if (visible(method.getModifiers())
                && !overrides(method)
                && !trivialConstructor
                && !compactConstructor) {
            require(method.getName().toString());
        }
        return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void none) {
        boolean recordComponent =
                parent().getKind() == Tree.Kind.RECORD
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
        if (!recordComponent && visible(field.getModifiers())) {
            require(field.getName().toString());
        }
        return null;
    }

    private boolean visible(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC)
                || modifiers.getFlags().contains(Modifier.PROTECTED)
                || (parent() instanceof ClassTree type
                        && (type.getKind() == Tree.Kind.INTERFACE
                                || type.getKind() == Tree.Kind.ANNOTATION_TYPE)
                        && !modifiers.getFlags().contains(Modifier.PRIVATE));
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
    }

    private Tree parent() {
        return getCurrentPath().getParentPath().getLeaf();
    }

    private void require(String name) {
        TreePath path = getCurrentPath();
        if (docs.getDocCommentTree(path) == null) {
            long start = docs.getSourcePositions().getStartPosition(unit, path.getLeaf());
            missing.add(
                    Path.of(unit.getSourceFile().toUri())
                            + ":"
                            + unit.getLineMap().getLineNumber(start)
                            + ": "
                            + name);
        }
    }
}
