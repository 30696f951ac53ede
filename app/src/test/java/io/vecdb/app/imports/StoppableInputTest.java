package io.vecdb.app.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(60)
class StoppableInputTest {
    @Test
    void readsWhatTheSourceHolds() throws IOException {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        InputStream input = new StoppableInput(new ByteArrayInputStream(bytes), () -> false);

        assertThat(input.readAllBytes()).isEqualTo(bytes);
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void waitForASilentSourceEndsWhenStopped() throws IOException {
        AtomicBoolean stopped = new AtomicBoolean();
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream silent = new PipedInputStream(out)) {
            InputStream input = new StoppableInput(silent, stopped::get);
            out.write("a".getBytes(StandardCharsets.UTF_8));
            out.flush();

            assertThat(input.read()).isEqualTo('a');
            stopped.set(true);
            assertThatThrownBy(input::read).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void failureOfTheSourceIsPassedOn() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("no disk");
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        return read();
                    }
                };
        InputStream input = new StoppableInput(broken, () -> false);

        assertThatThrownBy(input::read).hasMessage("no disk");
        assertThatThrownBy(input::read).hasMessage("no disk");
    }
}
