package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/// Each rule finds what it is there to find, and passes what it should.
class ArchitectureRulesTest {
    @TempDir Path folder;
    private MadeUpClasses classes;

    @BeforeEach
    void empty() {
        classes = new MadeUpClasses(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "io.vecdb.storage.A, io.vecdb.vectors.B",
        "io.vecdb.vectors.A, io.vecdb.quantization.B",
        "io.vecdb.distance.A, io.vecdb.index.B",
        "io.vecdb.quantization.A, io.vecdb.index.B",
        "io.vecdb.index.A, io.vecdb.index.hnsw.B",
        "io.vecdb.index.hnsw.A, io.vecdb.index.catalog.B",
        "io.vecdb.index.catalog.A, io.vecdb.segment.B",
        "io.vecdb.payload.A, io.vecdb.segment.B",
        "io.vecdb.segment.A, io.vecdb.wal.B",
        "io.vecdb.planner.A, io.vecdb.collection.B",
        "io.vecdb.collection.A, io.vecdb.VecDb",
        "io.vecdb.wal.A, io.vecdb.collection.B",
        "io.vecdb.index.unheardof.A, io.vecdb.segment.B",
    })
    void engineMustNotDependUpwards(String from, String to) {
        classes.add(from, to).add(to);

        finds(ArchitectureRules.engineDependsDownwards(), "upwards: ");
    }

    @Test
    void engineMayDependDownwards() {
        classes.add("io.vecdb.VecDb", "io.vecdb.storage.Directory")
                .add("io.vecdb.collection.A", "io.vecdb.wal.B", "io.vecdb.index.hnsw.C")
                .add("io.vecdb.distance.Scorer", "io.vecdb.vectors.Rows", "io.vecdb.api.Metric")
                .add("io.vecdb.server.Server", "io.vecdb.api.Database");

        passes(ArchitectureRules.engineDependsDownwards());
    }

    @Test
    void enginePackageNeedsALayer() {
        classes.add("io.vecdb.novelty.A");

        finds(ArchitectureRules.engineDependsDownwards(), "io.vecdb.novelty has no layer");
    }

    @Test
    void packagesMustNotFormACycle() {
        classes.add("io.vecdb.vectors.A", "io.vecdb.distance.B")
                .add("io.vecdb.distance.B", "io.vecdb.vectors.C")
                .add("io.vecdb.vectors.C");

        finds(ArchitectureRules.packagesHaveNoCycles(), "Cycle detected");
    }

    @Test
    void packagesOfOtherModulesMustNotFormACycleEither() {
        classes.add("io.vecdb.server.A", "io.vecdb.server.rest.B")
                .add("io.vecdb.server.rest.B", "io.vecdb.server.A");

        finds(ArchitectureRules.packagesHaveNoCycles(), "Cycle detected");
    }

    @Test
    void indexKindsMustNotKnowOneAnother() {
        classes.add("io.vecdb.index.hnsw.A", "io.vecdb.index.ivf.B");

        finds(ArchitectureRules.indexKindsAreIndependent(), "io.vecdb.index.ivf.B");
    }

    @Test
    void indexKindsMayShareTheGraph() {
        classes.add("io.vecdb.index.hnsw.A", "io.vecdb.index.graph.B", "io.vecdb.index.C")
                .add("io.vecdb.index.catalog.D", "io.vecdb.index.hnsw.A", "io.vecdb.index.flat.E");

        passes(ArchitectureRules.indexKindsAreIndependent());
    }

    @ParameterizedTest
    @CsvSource({
        "io.vecdb.index.A, jdk.incubator.vector.FloatVector",
        "io.vecdb.app.A, jdk.incubator.vector.FloatVector",
        "io.vecdb.wal.A, java.nio.channels.FileChannel",
        "io.vecdb.vectors.A, java.nio.file.Files",
        "io.vecdb.collection.A, java.io.RandomAccessFile",
        "io.vecdb.segment.A, java.io.FileInputStream",
        "io.vecdb.segment.A, org.apache.lucene.index.IndexWriter",
        "io.vecdb.app.A, com.google.protobuf.Message",
        "io.vecdb.server.A, org.apache.ratis.server.RaftServer",
        "io.vecdb.payload.A, com.fasterxml.jackson.databind.JsonNode",
        "io.vecdb.payload.A, tools.jackson.databind.JsonNode",
    })
    void librariesMustStayInTheirPlace(String from, String to) {
        classes.add(from, to);

        assertThat(ArchitectureRules.librariesStayInTheirPlace())
                .filteredOn(rule -> rule.evaluate(classes.imported()).hasViolation())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "io.vecdb.distance.A, jdk.incubator.vector.FloatVector",
        "io.vecdb.storage.A, java.nio.channels.FileChannel",
        "io.vecdb.collection.A, java.nio.file.Path",
        "io.vecdb.app.A, java.nio.file.Files",
        "io.vecdb.app.A, com.fasterxml.jackson.databind.JsonNode",
        "io.vecdb.payload.A, org.apache.lucene.index.IndexWriter",
    })
    void librariesMayBeUsedInTheirPlace(String from, String to) {
        classes.add(from, to);

        ArchitectureRules.librariesStayInTheirPlace().forEach(this::passes);
    }

    @ParameterizedTest
    @CsvSource({
        "io.vecdb.server.rest.A, io.vecdb.VecDb",
        "io.vecdb.cluster.A, io.vecdb.collection.B",
        "io.vecdb.client.A, io.vecdb.storage.B",
    })
    void serversMustNotKnowTheEngine(String from, String to) {
        classes.add(from, to);

        finds(ArchitectureRules.serversDoNotKnowTheEngine(), to);
    }

    @ParameterizedTest
    @CsvSource({
        "io.vecdb.app.A, io.vecdb.collection.B",
        "io.vecdb.app.search.A, io.vecdb.storage.B",
    })
    void appMustNotKnowTheEnginesInside(String from, String to) {
        classes.add(from, to);

        finds(ArchitectureRules.appUsesTheFacade(), to);
    }

    @Test
    void appMayUseTheFacadeAndVectorFiles() {
        classes.add("io.vecdb.app.A", "io.vecdb.VecDb", "io.vecdb.vectors.B", "io.vecdb.api.C")
                .add("io.vecdb.bench.A", "io.vecdb.index.B");

        passes(ArchitectureRules.appUsesTheFacade());
    }

    @Test
    void appMayKnowTheEngineAndServersTheApi() {
        classes.add("io.vecdb.app.A", "io.vecdb.VecDb", "io.vecdb.server.B")
                .add(
                        "io.vecdb.server.B",
                        "io.vecdb.api.Database",
                        "io.vecdb.replication.Operation");

        passes(ArchitectureRules.serversDoNotKnowTheEngine());
    }

    @ParameterizedTest
    @CsvSource({"io.vecdb.util.A", "io.vecdb.server.common.A", "io.vecdb.app.impl.deep.A"})
    void packagesMustNotBeNamedAfterNothing(String name) {
        classes.add(name);

        finds(ArchitectureRules.packagesAreNamedAfterWhatTheyHold(), name);
    }

    @Test
    void ordinaryPackageNamesPass() {
        classes.add("io.vecdb.collection.A").add("io.vecdb.utility.B");

        passes(ArchitectureRules.packagesAreNamedAfterWhatTheyHold());
    }

    @Test
    void hiddenShareCountsTheEngineAlone() {
        classes.add("io.vecdb.wal.A")
                .addHidden("io.vecdb.wal.B")
                .addHidden("io.vecdb.wal.C")
                .add("io.vecdb.storage.D")
                .add("io.vecdb.api.E")
                .add("io.vecdb.server.F");

        assertThat(ArchitectureRules.hiddenShare(classes.imported())).isEqualTo(0.5);
    }

    private void finds(ArchRule rule, String message) {
        assertThatThrownBy(() -> rule.check(classes.imported()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    private void passes(ArchRule rule) {
        assertThatCode(() -> rule.check(classes.imported())).doesNotThrowAnyException();
    }
}
