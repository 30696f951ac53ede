package io.vecdb.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

class ConsoleTest {
    @Test
    void terminalThatKnowsColorsGetsThem() {
        Console console = console(new Tty.Fixed(true, true, true, 100), Map.of("TERM", "xterm"));

        assertThat(console.bold("x")).isEqualTo("\033[1mx\033[0m");
    }

    @Test
    void noColorIsRespected() {
        Console console = console(new Tty.Fixed(true, true, true, 100), Map.of("NO_COLOR", "1"));

        assertThat(console.bold("x")).isEqualTo("x");
    }

    @Test
    void dumbTerminalGetsNoColors() {
        Console console = console(new Tty.Fixed(true, true, true, 100), Map.of("TERM", "dumb"));

        assertThat(console.dim("x")).isEqualTo("x");
    }

    @Test
    void pipeGetsNoColors() {
        assertThat(console(Tty.NONE, Map.of()).bold("x")).isEqualTo("x");
    }

    @Test
    void widthIsTheTerminalsWithinReason() {
        assertThat(console(Tty.NONE, Map.of()).width()).isEqualTo(80);
        assertThat(console(new Tty.Fixed(true, true, true, 7), Map.of()).width()).isEqualTo(40);
        assertThat(console(new Tty.Fixed(true, true, true, 133), Map.of()).width()).isEqualTo(133);
    }

    @Test
    void onlyATerminalAtBothEndsIsInteractive() {
        assertThat(console(new Tty.Fixed(true, true, false, 80), Map.of()).interactive()).isTrue();
        assertThat(console(new Tty.Fixed(false, true, true, 80), Map.of()).interactive()).isFalse();
        assertThat(console(new Tty.Fixed(true, false, true, 80), Map.of()).interactive()).isFalse();
    }

    private static Console console(Tty tty, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(InputStream.nullInputStream(), nowhere, nowhere, tty, environment);
    }
}
