package io.vecdb.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.arch.FakeCheckout.Run;
import io.vecdb.arch.FakeCheckout.Started;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `./vecdb` finds a JDK, builds what is out of date, and starts the program as it was asked to.
@Timeout(60)
class LauncherTest {
    @TempDir Path folder;
    private FakeCheckout checkout;

    @BeforeEach
    void aCheckout() throws IOException {
        checkout = new FakeCheckout(folder.toRealPath());
    }

    @Test
    void withoutJdkSaysWhatToInstallAndWhereItLooked() throws Exception {
        checkout.jdk("too-old", "24.0.2");
        checkout.jdk("much-too-old", "1.8.0_452");

        Run run = checkout.run("--version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("a JDK 25 or newer is needed, and none was found")
                .contains("Install one, for example Temurin 25")
                .contains("VECDB_JAVA_HOME=")
                .contains(folder.toRealPath().resolve("jvm").toString());
        assertThat(checkout.builds()).isZero();
    }

    @Test
    void vecdbJavaHomeWinsOverAllOthers() throws Exception {
        Path chosen = checkout.jdkElsewhere("chosen", "25.0.1");
        checkout.jdk("other", "26");
        checkout.set("JAVA_HOME", checkout.jdkElsewhere("another", "25.0.1").toString());
        checkout.set("VECDB_JAVA_HOME", chosen.toString());

        assertThat(checkout.run("--version").out()).startsWith(chosen + "/bin/java");
    }

    @Test
    void vecdbJavaHomeThatIsNoJdkIsRefused() throws Exception {
        checkout.jdk("good", "25.0.1");
        checkout.set("VECDB_JAVA_HOME", checkout.elsewhere().toString());

        Run run = checkout.run("--version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("VECDB_JAVA_HOME is " + checkout.elsewhere() + ", which is no JDK");
    }

    @Test
    void vecdbJavaHomeThatIsTooOldIsRefused() throws Exception {
        checkout.jdk("good", "25.0.1");
        checkout.set("VECDB_JAVA_HOME", checkout.jdkElsewhere("old", "21.0.7").toString());

        Run run = checkout.run("--version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("a JDK 21; a JDK 25 or newer is needed");
    }

    @Test
    void javaHomeIsTakenWhenItIsNewEnough() throws Exception {
        Path home = checkout.jdkElsewhere("home", "25");
        checkout.jdk("other", "25.0.1");
        checkout.set("JAVA_HOME", home.toString());

        assertThat(checkout.run("--version").out()).startsWith(home + "/bin/java");
    }

    @Test
    void javaHomeThatIsTooOldIsPassedOver() throws Exception {
        Path good = checkout.jdk("good", "25.0.1");
        checkout.set("JAVA_HOME", checkout.jdkElsewhere("old", "17.0.15").toString());

        assertThat(checkout.run("--version").out()).startsWith(good + "/bin/java");
    }

    @Test
    void javaOnThePathIsFollowedToItsJdk() throws Exception {
        Path onPath = checkout.jdkElsewhere("on-path", "27-ea");
        checkout.jdk("other", "25.0.1");
        Files.createSymbolicLink(
                folder.toRealPath().resolve("bin/java"), onPath.resolve("bin/java"));

        assertThat(checkout.run("--version").out()).startsWith(onPath + "/bin/java");
    }

    @Test
    void firstRunBuildsWithOneLineAndTheSecondDoesNot() throws Exception {
        checkout.jdk("jdk", "25.0.1");

        Run first = checkout.run("collection", "list");
        Run second = checkout.run("collection", "list");

        assertThat(first.err()).startsWith("Building VecDB (first run").hasLineCount(1);
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "engine/pom.xml", "engine/src/main/C.java", "vecdb"})
    void changedSourceIsBuiltAgain(String file) throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.run("--version");
        checkout.age();
        Files.setLastModifiedTime(checkout.checkout().resolve(file), FileTime.from(Instant.now()));

        assertThat(checkout.run("--version").err()).startsWith("Building VecDB (its sources have");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void deletedSourceIsBuiltAgain() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.run("--version");
        checkout.age();
        checkout.delete("engine/src/main/D.java");

        checkout.run("--version");

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void lostLibraryIsFetchedAgain() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.run("--version");
        Files.delete(folder.resolve("library.jar"));

        checkout.run("--version");

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void benchIsBuiltAndStartedByItself() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.run("--version");

        Run bench = checkout.run("bench", "recall");

        assertThat(bench.commandLine())
                .endsWith("io.vecdb.bench.Main recall")
                .contains("vecdb-bench-1.jar");
        assertThat(checkout.run("search").commandLine()).doesNotContain("vecdb-bench");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void optionsMayStandBeforeTheCommand() throws Exception {
        checkout.jdk("jdk", "25.0.1");

        assertThat(checkout.run("--output", "json", "bench", "index", "bench").commandLine())
                .endsWith("io.vecdb.bench.Main --output json index bench");
        assertThat(checkout.run("--output=json", "bench", "index").commandLine())
                .endsWith("io.vecdb.bench.Main --output=json index");
        assertThat(checkout.run("--output", "json", "server").commandLine())
                .contains("-XX:+UseG1GC")
                .endsWith("io.vecdb.app.Main --output json server");
        assertThat(checkout.run("--output").commandLine()).endsWith("io.vecdb.app.Main --output");
    }

    @Test
    void failedBuildShowsTheEndOfItsLogAndStartsNothing() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.breakBuild();

        Run run = checkout.run("--version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("the build failed", ".vecdb-build/build.log", "A.java:1 is no Java");
    }

    @Test
    void withoutMavenSaysWhatToInstall() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.uninstallMaven();

        Run run = checkout.run("--version");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Maven 3.8 or newer is needed");
    }

    @Test
    void firstRunsAtTheSameTimeBuildOnce() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.hold();
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(checkout.start(checkout.checkout().resolve("vecdb"), checkout.checkout()));
        }
        while (started.stream().filter(s -> says(s, "Waiting for another")).count() < 2) {
            assertThat(checkout.builds()).isLessThan(2);
            assertThat(Thread.interrupted()).as("ran out of time").isFalse();
        }
        checkout.release();

        for (Started each : started) {
            assertThat(each.end().exitCode()).isZero();
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    private static boolean says(Started started, String text) {
        try {
            return started.errSoFar().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void lockOfADeadProcessIsTakenOver() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
        dead.waitFor();
        checkout.edit(".vecdb-build/lock");
        Files.writeString(checkout.checkout().resolve(".vecdb-build/lock"), dead.pid() + "\n");

        assertThat(checkout.run("--version").exitCode()).isZero();
        assertThat(checkout.checkout().resolve(".vecdb-build/lock")).doesNotExist();
    }

    @Test
    void worksThroughLinksFromAnotherFolderAndStaysThere() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        Path link = checkout.elsewhere().resolve("vecdb-link");
        Files.createSymbolicLink(link, Path.of("second-link"));
        Files.createSymbolicLink(
                checkout.elsewhere().resolve("second-link"), checkout.checkout().resolve("vecdb"));

        Run run = checkout.run(link, checkout.elsewhere(), "--version");

        assertThat(run.commandLine()).endsWith("io.vecdb.app.Main --version");
        assertThat(checkout.checkout().resolve(".vecdb-build/app/current")).exists();
    }

    @Test
    void argumentsAndExitCodeArePassedOn() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.set("FAKE_EXIT", "7");

        Run run = checkout.run("search", "--text", "a machine  that flies", "", "*", "$HOME");

        assertThat(run.out())
                .endsWith(
                        "io.vecdb.app.Main",
                        "search",
                        "--text",
                        "a machine  that flies",
                        "",
                        "*",
                        "$HOME");
        assertThat(run.exitCode()).isEqualTo(7);
    }

    @Test
    void workGetsTheVectorApiAndShortAnswersDoWithout() throws Exception {
        checkout.jdk("jdk", "25.0.1");

        assertThat(checkout.run("server").commandLine())
                .contains("--add-modules=jdk.incubator.vector")
                .contains("-XX:+UseG1GC")
                .contains("-XX:+UseCompactObjectHeaders")
                .contains("--enable-native-access=ALL-UNNAMED");
        assertThat(checkout.run("server", "--help").commandLine())
                .doesNotContain("jdk.incubator.vector")
                .contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void usersJvmOptionsComeLastAndTheirCollectorReplacesOurs() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        checkout.set("VECDB_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

        assertThat(checkout.run("server").commandLine())
                .contains("jdk.incubator.vector -Xmx1g -XX:+UseZGC -cp")
                .doesNotContain("UseG1GC");
    }

    @Test
    void runningProgramKeepsItsJarsWhenANewerOneIsBuilt() throws Exception {
        checkout.jdk("jdk", "25.0.1");
        Run first = checkout.run("server");
        checkout.age();
        checkout.edit("engine/src/main/C.java");

        Run second = checkout.run("server");

        assertThat(second.commandLine()).isNotEqualTo(first.commandLine());
        for (Run run : List.of(first, second)) {
            String classPath = run.out().get(run.out().indexOf("-cp") + 1);
            assertThat(classPath.split(":", -1))
                    .hasSize(3)
                    .allSatisfy(jar -> assertThat(Path.of(jar)).exists());
        }
    }
}
