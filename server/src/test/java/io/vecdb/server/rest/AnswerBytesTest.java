package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.concurrent.RejectedExecutionException;

class AnswerBytesTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void sendsWhatWasWrittenHoweverItWasCut() {
        var random = new Random(7);
        byte[] text = new byte[5 * MEGABYTE + 3];
        random.nextBytes(text);
        var budget = new ByteBudget(16 * MEGABYTE);
        var answer = new AnswerBytes(budget, budget.share());

        answer.write(text[0]);
        for (int from = 1; from < text.length; ) {
            int length = Math.min(text.length - from, random.nextInt(20_000));
            answer.write(text, from, length);
            from += length;
        }

        var response = answer.response().aggregate().join();
        assertThat(response.content().array()).isEqualTo(text);
        assertThat(response.headers().contentLength()).isEqualTo(text.length);
        assertThat(response.headers().get("content-type")).isEqualTo("application/json");
    }

    @Test
    void refusesOneThatIsLargerThanAnyMayBe() {
        var budget = new ByteBudget(Long.MAX_VALUE);
        tooLarge(new AnswerBytes(budget, budget.share()), 129);
    }

    @Test
    void refusesOneThatIsLargerThanAllMayBe() {
        var budget = new ByteBudget(4 * MEGABYTE);
        tooLarge(new AnswerBytes(budget, budget.share()), 5);
    }

    @Test
    void refusesOneForWhichOthersLeaveNoMemory() {
        var budget = new ByteBudget(4 * MEGABYTE);
        var others = budget.share();
        write(new AnswerBytes(budget, others), 2);

        assertThatThrownBy(() -> write(new AnswerBytes(budget, budget.share()), 2))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(budget.heldBytes()).isLessThanOrEqualTo(4 * MEGABYTE);

        others.giveBack();
        write(new AnswerBytes(budget, budget.share()), 1);
    }

    private static void tooLarge(AnswerBytes answer, int megabytes) {
        assertThatThrownBy(() -> write(answer, megabytes))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .hasMessageContaining("The answer is larger than ");
    }

    private static void write(AnswerBytes answer, int megabytes) {
        byte[] text = new byte[MEGABYTE];
        for (int i = 0; i < megabytes; i++) {
            answer.write(text, 0, text.length);
        }
    }
}
