package io.vecdb.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Asserts that a call is refused with a certain code and message.
final class Refusals {
    private Refusals() {}

    static void assertInvalid(ThrowingCallable call, String part) {
        assertRefused(call, ErrorCode.INVALID_ARGUMENT, part);
    }

    static void assertLimit(ThrowingCallable call, String part) {
        assertRefused(call, ErrorCode.LIMIT_EXCEEDED, part);
    }

    static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
