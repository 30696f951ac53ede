package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vecdb.ChildJvm;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A checksum is the first to touch a block, so it is what meets a disk that cannot be read.
class CutChecksumsTest {
    @TempDir Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void bytesThatCannotBeReadAreThrownAndDoNotEndTheProcess() throws Exception {
        Process process =
                ChildJvm.start(
                        List.of("-XX:TieredStopAtLevel=4"), CutChecksums.class, folder.toString());
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("thrown");
    }

    @Test
    void otherErrorsOfTheJvmStayWhatTheyAre() {
        InternalError other = new InternalError("something else");
        assertThatThrownBy(() -> fail(other)).isSameAs(other);
        InternalError nameless = new InternalError();
        assertThatThrownBy(() -> fail(nameless)).isSameAs(nameless);
        InternalError fault =
                new InternalError("a fault occurred in an unsafe memory access operation");
        assertThatThrownBy(() -> fail(fault))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                .hasMessageStartingWith("A file of the test cannot be read")
                .hasCause(fault);
    }

    private static void fail(InternalError error) {
        MappedReads.run(
                "the test",
                () -> {
                    throw error;
                });
    }
}
