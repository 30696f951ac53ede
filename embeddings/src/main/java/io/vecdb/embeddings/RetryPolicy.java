package io.vecdb.embeddings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/// How long to wait before a request is sent again: what the server asks for in `Retry-After`, else
/// twice as long as the time before, from [#FIRST] up to [#LONGEST], of which half is drawn at
/// random, so that clients that failed together do not come back together.
///
/// @param clock the time that dates in `Retry-After` are compared with
/// @param random numbers from 0 to below 1
/// @param pause how to wait
record RetryPolicy(InstantSource clock, DoubleSupplier random, Pause pause) {
    /// The longest wait before the first retry.
    static final Duration FIRST = Duration.ofMillis(500);

    /// The longest wait that this policy chooses.
    static final Duration LONGEST = Duration.ofSeconds(20);

    /// The longest wait that a server may ask for; beyond it, the caller had better know.
    static final Duration ASKED_MAX = Duration.ofSeconds(60);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /// Waits.
    interface Pause {
        /// Returns when the time is over.
        void pause(Duration time) throws InterruptedException;
    }

    /// Of the time that the server asks for; empty if it asks for none or in no form of RFC 9110,
    /// section 10.2.3. Never negative.
    ///
    /// @param retryAfter the header's value
    Optional<Duration> asked(String retryAfter) {
        String value = retryAfter.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The wait before a retry that no server asked for.
    ///
    /// @param failures how many attempts failed so far, from 1
    Duration backOff(int failures) {
        Duration most = FIRST;
        for (int i = 1; i < failures && most.compareTo(LONGEST) < 0; i++) {
            most = most.multipliedBy(2);
        }
        if (most.compareTo(LONGEST) > 0) {
            most = LONGEST;
        }
        return Duration.ofNanos((long) (most.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }
}
