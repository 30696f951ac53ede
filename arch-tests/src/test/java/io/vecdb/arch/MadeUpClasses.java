package io.vecdb.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;

/// Class files that nobody wrote, to show rules failing: each class has one field for each class
/// that it depends on, which need not exist.
final class MadeUpClasses {
    private final Path folder;

    MadeUpClasses(Path folder) {
        this.folder = folder;
    }

    /// Adds a public class.
    MadeUpClasses add(String name, String... dependencies) {
        return write(name, ClassFile.ACC_PUBLIC, dependencies);
    }

    /// Adds a package-private class.
    MadeUpClasses addHidden(String name, String... dependencies) {
        return write(name, 0, dependencies);
    }

    JavaClasses imported() {
        return new ClassFileImporter().importPath(folder);
    }

    private MadeUpClasses write(String name, int access, String... dependencies) {
        Path file = folder.resolve(name.replace('.', '/') + ".class");
        try {
            Files.createDirectories(file.getParent());
            ClassFile.of()
                    .buildTo(
                            file,
                            ClassDesc.of(name),
                            type -> {
                                type.withFlags(access | AccessFlag.SUPER.mask());
                                for (int i = 0; i < dependencies.length; i++) {
                                    type.withField("field" + i, ClassDesc.of(dependencies[i]), 0);
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
