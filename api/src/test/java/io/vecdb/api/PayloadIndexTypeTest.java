package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;
import static io.vecdb.api.Refusals.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadIndexTypeTest {
    /// The numbers stand in files: a change here makes them unreadable.
    @ParameterizedTest
    @CsvSource({"1,KEYWORD", "2,INTEGER", "3,FLOAT", "4,BOOL"})
    void numbersAndNamesAreFixed(int formatId, PayloadIndexType type) {
        assertThat(type.formatId()).isEqualTo(formatId);
        assertThat(PayloadIndexType.ofFormatId(formatId)).isSameAs(type);
        assertThat(PayloadIndexType.parse(" " + type.name() + " ")).isSameAs(type);
        assertThat(PayloadIndexType.parse(type.label())).isSameAs(type);
    }

    @Test
    void unknownTypesAreRefused() {
        assertInvalid(
                () -> PayloadIndexType.parse("geo"),
                "Unknown payload index type 'geo'; use one of [keyword, integer, float, bool]");
        assertRefused(
                () -> PayloadIndexType.ofFormatId(0),
                ErrorCode.UNSUPPORTED_FORMAT,
                "Payload index type 0");
    }
}
