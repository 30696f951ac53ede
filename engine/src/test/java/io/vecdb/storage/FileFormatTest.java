package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class FileFormatTest {
    @Test
    void namesOfOneToEightVisibleCharactersArePaddedWithZeros() {
        assertThat(new FileFormat("!", 1).paddedName()).containsExactly('!', 0, 0, 0, 0, 0, 0, 0);
        assertThat(new FileFormat("vector~8", 1).paddedName())
                .isEqualTo("vector~8".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "nineBytes, 1", "'a b', 1", "ä, 1", "'a\u007f', 1", "name, 0"})
    void otherNamesAndVersionsAreRefused(String name, int version) {
        assertThatThrownBy(() -> new FileFormat(name, version))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }
}
