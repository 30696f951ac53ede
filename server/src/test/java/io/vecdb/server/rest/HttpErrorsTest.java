package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.ErrorCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

class HttpErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "400,INVALID_ARGUMENT",
        "404,NOT_FOUND",
        "409,ALREADY_EXISTS",
        "413,LIMIT_EXCEEDED",
        "500,CORRUPT UNSUPPORTED_FORMAT IO_ERROR INTERNAL",
        "501,UNSUPPORTED",
        "502,UNAVAILABLE UNAUTHENTICATED",
        "503,CLOSED IN_USE POISONED"
    })
    void givesEachCodeItsStatus(int status, String codes) {
        List<String> found =
                Arrays.stream(ErrorCode.values())
                        .filter(code -> HttpErrors.status(code).code() == status)
                        .map(ErrorCode::name)
                        .toList();

        assertThat(found).containsExactlyInAnyOrder(codes.split(" ", -1));
    }
}
