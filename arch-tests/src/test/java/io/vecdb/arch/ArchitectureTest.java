package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/// VecDB's own classes keep the rules.
class ArchitectureTest {
    private static final JavaClasses VECDB =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.vecdb");

    @Test
    void allModulesAreLookedAt() {
        assertThat(VECDB.stream().map(c -> c.getPackageName()))
                .contains(
                        "io.vecdb",
                        "io.vecdb.api",
                        "io.vecdb.app",
                        "io.vecdb.bench",
                        "io.vecdb.embeddings",
                        "io.vecdb.server",
                        "io.vecdb.storage");
    }

    @Test
    void engineDependsDownwards() {
        ArchitectureRules.engineDependsDownwards().check(VECDB);
    }

    @Test
    void packagesHaveNoCycles() {
        ArchitectureRules.packagesHaveNoCycles().check(VECDB);
    }

    @Test
    void indexKindsAreIndependent() {
        ArchitectureRules.indexKindsAreIndependent().check(VECDB);
    }

    @Test
    void librariesStayInTheirPlace() {
        ArchitectureRules.librariesStayInTheirPlace().forEach(rule -> rule.check(VECDB));
    }

    @Test
    void serversDoNotKnowTheEngine() {
        ArchitectureRules.serversDoNotKnowTheEngine().check(VECDB);
    }

    @Test
    void appUsesTheFacade() {
        ArchitectureRules.appUsesTheFacade().check(VECDB);
    }

    @Test
    void packagesAreNamedAfterWhatTheyHold() {
        ArchitectureRules.packagesAreNamedAfterWhatTheyHold().check(VECDB);
    }

    @Test
    void halfOfTheEngineIsHidden() {
        assertThat(ArchitectureRules.hiddenShare(VECDB)).isGreaterThanOrEqualTo(0.5);
    }
}
