package io.vecdb.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Filter;
import io.vecdb.app.RecordedConsole;
import io.vecdb.app.cli.Session;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

class PromptTest {
    private final RecordedConsole console = new RecordedConsole();
    private final List<Question> asked = new ArrayList<>();

    @Test
    void wordsAreAskedUntilTheInputEnds() {
        type("a machine that flies", "   ", " small dog ");

        assertThat(asked)
                .containsExactly(
                        Question.anywhere("a machine that flies"), Question.anywhere("small dog"));
        assertThat(console.out()).contains("answer to small dog");
    }

    @Test
    void quitEndsItBeforeTheInputDoes() {
        type("one", ":quit", "two");

        assertThat(asked).containsExactly(Question.anywhere("one"));
    }

    @Test
    void filterHoldsUntilItIsTakenBack() {
        type(":filter {\"pos\": \"noun\"}", "one", ":filter", "two");

        assertThat(asked)
                .containsExactly(
                        new Question("one", Filter.eq("pos", "noun"), "{\"pos\": \"noun\"}"),
                        Question.anywhere("two"));
    }

    @Test
    void malformedFilterIsToldAndTheOldOneStays() {
        type(":filter {\"pos\": \"noun\"}", ":filter {\"pos\": ", "one");

        assertThat(console.out()).contains("error: Not valid JSON");
        assertThat(asked)
                .containsExactly(
                        new Question("one", Filter.eq("pos", "noun"), "{\"pos\": \"noun\"}"));
    }

    @Test
    void unknownCommandIsToldAndHelpListsThoseThereAre() {
        type(":foo", ":help");

        assertThat(console.out())
                .contains("There is no command ':foo'; see :help.")
                .contains(":filter")
                .contains(":quit");
        assertThat(asked).isEmpty();
    }

    private void type(String... lines) {
        Deque<String> typed = new ArrayDeque<>(Arrays.asList(lines));
        new Prompt(
                        new Session(console.console()),
                        question -> {
                            asked.add(question);
                            return List.of("answer to " + question.text());
                        })
                .run(typed::poll);
    }
}
