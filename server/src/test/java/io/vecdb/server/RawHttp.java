package io.vecdb.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Requests whose headers are all the test's own, which HTTP clients do not allow.
final class RawHttp {
    private RawHttp() {}

    /// Sends a request without a body on this connection, which stays open, and reads the whole
    /// answer: its status line, headers and body as they came.
    ///
    /// @param request method and path
    /// @param headers one in each
    static String answer(Socket socket, String request, String... headers) throws IOException {
        String head = request + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        var in = new DataInputStream(socket.getInputStream());
        var answer = new StringBuilder();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            answer.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        return answer.append('\n')
                .append(new String(in.readNBytes(length), StandardCharsets.UTF_8))
                .toString();
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (char c = (char) in.readByte(); c != '\n'; c = (char) in.readByte()) {
            line.append(c);
        }
        return line.toString().strip();
    }
}
