package io.vecdb.app.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class LineReaderTest {
    @Test
    void blankLinesAreCountedAndPassedOver() throws IOException {
        assertThat(read("a\n\n  \r\nb\r\nlast")).containsExactly("1:a", "4:b\r", "5:last");
    }

    @Test
    void emptyInputHasNoLines() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void lineLongerThanTheBufferIsWhole() throws IOException {
        String line = "x".repeat(200_000);

        assertThat(read(line + "\nb")).containsExactly("1:" + line, "2:b");
    }

    @Test
    void lineBeyondTheLimitIsMarkedAndTheNextOneIsRead() throws IOException {
        byte[] input = new byte[LineReader.LINE_BYTES_MAX + 3];
        Arrays.fill(input, (byte) 'x');
        input[input.length - 2] = '\n';
        input[input.length - 1] = 'b';

        assertThat(read(new ByteArrayInputStream(input))).containsExactly("1:too long", "2:b");
    }

    @Test
    void lineOfExactlyTheLimitIsTaken() throws IOException {
        byte[] input = new byte[LineReader.LINE_BYTES_MAX];
        Arrays.fill(input, (byte) 'x');

        assertThat(read(new ByteArrayInputStream(input)))
                .containsExactly("1:" + new String(input, StandardCharsets.UTF_8));
    }

    private static List<String> read(String input) throws IOException {
        return read(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(InputStream input) throws IOException {
        LineReader reader = new LineReader(input);
        List<String> lines = new ArrayList<>();
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
            byte[] bytes = line.bytes();
            String text = bytes == null ? "too long" : new String(bytes, StandardCharsets.UTF_8);
            lines.add(line.number() + ":" + text);
        }
        return lines;
    }
}
