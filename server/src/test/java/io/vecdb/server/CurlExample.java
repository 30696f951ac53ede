package io.vecdb.server;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `curl` commands that stand together on a page, with the answer to the last of them.
///
/// The commands are read as a shell would read them and sent by [RestClient]. What the pages use is
/// known (`-X`, `-H`, `-d`, single quotes, lines that go on); anything else is an error, so that no
/// command is passed over.
///
/// @param commands the words of each command
/// @param answer the JSON below them, or null if there is none
record CurlExample(List<List<String>> commands, @Nullable String answer) {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^```(sh|json)\\n(.*?)^```$\\n\\n?", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern WORD =
            Pattern.compile("\\G(?:[ \\n]|\\\\\\n)*(?:'([^']*)'|([^ \\n'\\\\]+))");

    /// The examples of a page; its other `sh` blocks are left out.
    static List<CurlExample> of(String page) {
        List<CurlExample> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        int end = -1;
        while (block.find()) {
            boolean commands = block.group(1).equals("sh");
            if (commands && block.group(2).startsWith("curl ")) {
                examples.add(new CurlExample(commands(block.group(2)), null));
                end = block.end();
            } else if (!commands && block.start() == end) {
                examples.add(new CurlExample(examples.removeLast().commands, block.group(2)));
            }
        }
        return examples;
    }

    private static List<List<String>> commands(String script) {
        List<List<String>> commands = new ArrayList<>();
        Matcher word = WORD.matcher(script);
        int end = 0;
        while (word.find()) {
            end = word.end();
            String text = word.group(1) != null ? word.group(1) : word.group(2);
            if (text.equals("curl")) {
                commands.add(new ArrayList<>());
            }
            commands.getLast().add(text);
        }
        if (!script.substring(end).isBlank()) {
            throw new AssertionError("Not understood: " + script.substring(end));
        }
        return commands;
    }

    /// Sends all commands.
    ///
    /// @return the answer to the last
    RestClient.Reply run(RestClient client) {
        RestClient.Reply reply = null;
        for (List<String> command : commands) {
            if (reply != null && reply.status() != 200) {
                throw new AssertionError("Answered " + reply + " before " + command);
            }
            reply = run(command, client);
        }
        if (reply == null) {
            throw new AssertionError("No command.");
        }
        return reply;
    }

    private static RestClient.Reply run(List<String> command, RestClient client) {
        String method = null;
        String body = null;
        String path = null;
        boolean json = false;
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            switch (word) {
                case "-X" -> method = command.get(++i);
                case "-d" -> body = command.get(++i);
                case "-H" -> json = command.get(++i).equals("Content-Type: application/json");
                default -> {
                    String[] address = word.split("/", 2);
                    if (path != null || !address[0].equals("localhost:6334")) {
                        throw new AssertionError("Not understood: " + word + " in " + command);
                    }
                    path = "/" + Arrays.asList(address).getLast();
                }
            }
        }
        if (path == null || json != (body != null) || (body != null && method == null)) {
            throw new AssertionError("Not understood: " + command);
        }
        return body == null
                ? client.call(method == null ? "GET" : method, path)
                : client.callExactly(method == null ? "POST" : method, path, body);
    }
}
