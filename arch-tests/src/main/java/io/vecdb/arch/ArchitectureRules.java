package io.vecdb.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which way imports may point: the rules of `ARCHITECTURE.md`, numbered as there.
final class ArchitectureRules {
    private static final Set<String> FORBIDDEN_NAMES =
            Set.of("util", "utils", "common", "impl", "helper", "helpers", "manager", "managers");

    /// Class name prefix → the packages (with those below) that alone may use it.
    private static final Map<String, List<String>> CONFINED =
            new TreeMap<>(
                    Map.of(
                            "jdk.incubator.vector.",
                            List.of("io.vecdb.distance", "io.vecdb.quantization", "io.vecdb.bench"),
                            "org.apache.lucene.",
                            List.of("io.vecdb.payload", "io.vecdb.bench"),
                            "com.google.protobuf.",
                            List.of(
                                    "io.vecdb.proto",
                                    "io.vecdb.server",
                                    "io.vecdb.client",
                                    "io.vecdb.cluster"),
                            "org.apache.ratis.",
                            List.of("io.vecdb.cluster")));

    /// Class name prefixes of file access, in the engine for `storage` alone.
    private static final List<String> FILE_ACCESS =
            List.of(
                    "java.nio.channels.",
                    "java.nio.file.Files",
                    "java.io.File",
                    "java.io.RandomAccessFile");

    /// The engine's packages that `app` may use.
    private static final Set<String> APP_USES = Set.of("io.vecdb", "io.vecdb.vectors");

    private ArchitectureRules() {}

    /// Rule 1: downwards through the layers of the engine, never up; no package without a layer.
    static ArchRule engineDependsDownwards() {
        return classes()
                .that(are("in the engine", c -> EngineLayers.isEngine(c.getPackageName())))
                .should(
                        new ArchCondition<>("depend only on their layer and lower ones") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                checkLayers(type, events);
                            }
                        })
                .allowEmptyShould(true);
    }

    private static void checkLayers(JavaClass type, ConditionEvents events) {
        int own = EngineLayers.layer(type.getPackageName());
        if (own < 0) {
            events.add(
                    SimpleConditionEvent.violated(
                            type,
                            type.getPackageName()
                                    + " has no layer: give it one in EngineLayers and in"
                                    + " ARCHITECTURE.md"));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
            if (EngineLayers.isEngine(target) && EngineLayers.layer(target) > own) {
                events.add(
                        SimpleConditionEvent.violated(
                                type, "upwards: " + dependency.getDescription()));
            }
        }
    }

    /// Rule 1, and beyond the engine: no cycle between packages.
    static ArchRule packagesHaveNoCycles() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass type) {
                                String name = type.getPackageName();
                                return name.equals("io.vecdb") || name.startsWith("io.vecdb.")
                                        ? SliceIdentifier.of(name)
                                        : SliceIdentifier.ignore();
                            }

                            @Override
                            public String getDescription() {
                                return "packages";
                            }
                        })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /// Rule 2: one kind of index does not use another; `index.graph` is there to be shared.
    static ArchRule indexKindsAreIndependent() {
        return classes()
                .that(
                        are(
                                "of one kind of index",
                                c -> EngineLayers.isIndexKind(c.getPackageName())))
                .should(
                        new ArchCondition<>("not use another kind of index") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                for (Dependency d : type.getDirectDependenciesFromSelf()) {
                                    String target =
                                            d.getTargetClass()
                                                    .getBaseComponentType()
                                                    .getPackageName();
                                    if (EngineLayers.isIndexKind(target)
                                            && !target.equals(type.getPackageName())
                                            && !target.equals("io.vecdb.index.graph")) {
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, d.getDescription()));
                                    }
                                }
                            }
                        })
                .allowEmptyShould(true);
    }

    /// Rule 3: libraries and dangerous parts of the JDK stay where they belong.
    static List<ArchRule> librariesStayInTheirPlace() {
        List<ArchRule> confined =
                CONFINED.entrySet().stream()
                        .map(e ->
                                noClasses()
                                        .that(
                                                are(
                                                        "outside of " + e.getValue(),
                                                        c -> !isIn(c, e.getValue())))
                                        .should()
                                        .dependOnClassesThat(named(List.of(e.getKey())))
                                        .allowEmptyShould(true))
                        .toList();
        ArchRule files =
                noClasses()
                        .that(
                                are(
                                        "in the engine outside of storage",
                                        c ->
                                                EngineLayers.isEngine(c.getPackageName())
                                                        && !isIn(c, List.of("io.vecdb.storage"))))
                        .should()
                        .dependOnClassesThat(named(FILE_ACCESS))
                        .allowEmptyShould(true);
        ArchRule json =
                noClasses()
                        .that(are("in the engine", c -> EngineLayers.isEngine(c.getPackageName())))
                        .should()
                        .dependOnClassesThat(
                                named(List.of("com.fasterxml.jackson.", "tools.jackson.")))
                        .allowEmptyShould(true);
        return java.util.stream.Stream.concat(
                        confined.stream(), java.util.stream.Stream.of(files, json))
                .toList();
    }

    /// Rule 4: server, cluster and client meet the engine only in `app`.
    static ArchRule serversDoNotKnowTheEngine() {
        return noClasses()
                .that(
                        are(
                                "in server, cluster or client",
                                c ->
                                        isIn(
                                                c,
                                                List.of(
                                                        "io.vecdb.server",
                                                        "io.vecdb.cluster",
                                                        "io.vecdb.client"))))
                .should()
                .dependOnClassesThat(
                        are("of the engine", c -> EngineLayers.isEngine(c.getPackageName())))
                .allowEmptyShould(true);
    }

    /// Rule 4: of the engine, `app` uses its facade; and `vectors`, which reads vector files.
    static ArchRule appUsesTheFacade() {
        return noClasses()
                .that(are("in app", c -> isIn(c, List.of("io.vecdb.app"))))
                .should()
                .dependOnClassesThat(
                        are(
                                "inside of the engine",
                                c ->
                                        EngineLayers.isEngine(c.getPackageName())
                                                && !APP_USES.contains(c.getPackageName())))
                .allowEmptyShould(true);
    }

    /// Rule 5: no package is named after nothing.
    static ArchRule packagesAreNamedAfterWhatTheyHold() {
        return noClasses()
                .should(
                        new ArchCondition<>("be in a package called " + FORBIDDEN_NAMES) {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                for (String part : type.getPackageName().split("\\.", -1)) {
                                    if (FORBIDDEN_NAMES.contains(part)) {
                                        events.add(
                                                SimpleConditionEvent.satisfied(
                                                        type, type.getName()));
                                    }
                                }
                            }
                        })
                .allowEmptyShould(true);
    }

    /// Rule 5: the share of the engine's named types, nested ones too, that only their own package
    /// sees. 1 for no types.
    static double hiddenShare(JavaClasses classes) {
        List<JavaClass> types =
                classes.stream()
                        .filter(c -> EngineLayers.isEngine(c.getPackageName()))
                        .filter(c -> !c.isAnonymousClass() && !c.isLocalClass())
                        .filter(c -> !c.getSimpleName().equals("package-info"))
                        .toList();
        long hidden = types.stream().filter(c -> !isVisibleOutside(c)).count();
        return types.isEmpty() ? 1 : (double) hidden / types.size();
    }

    private static boolean isVisibleOutside(JavaClass type) {
        boolean visible =
                type.getModifiers().contains(JavaModifier.PUBLIC)
                        || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible && type.getEnclosingClass().map(c -> isVisibleOutside(c)).orElse(true);
    }

    private static boolean isIn(JavaClass type, List<String> packages) {
        return packages.stream()
                .anyMatch(p ->
                        type.getPackageName().equals(p)
                                || type.getPackageName().startsWith(p + "."));
    }

    private static DescribedPredicate<JavaClass> named(List<String> prefixes) {
        return are("named " + prefixes, c -> prefixes.stream().anyMatch(c.getName()::startsWith));
    }

    private static DescribedPredicate<JavaClass> are(
            String description, Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
