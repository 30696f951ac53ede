package io.vecdb.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vecdb.api.DbException;
import io.vecdb.api.Limits;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/// JSON text to trees and back, with limits that keep hostile text from costing more than its
/// length: nesting of at most [#DEPTH], strings of at most [Limits#PAYLOAD_BYTES] characters,
/// numbers of at most [#NUMBER_CHARS], and [#TOKENS] in all. A key that stands twice in one object,
/// text after the end, `NaN` and `Infinity`, comments and trailing commas are refused. Thread-safe.
public final class Json {
    /// Deepest nesting of lists and objects; leaves room for a request around a payload of
    /// [Limits#PAYLOAD_DEPTH].
    public static final int DEPTH = 128;

    /// Most characters of one number.
    public static final int NUMBER_CHARS = 400;

    /// Most values, names and brackets of one text: 16 million, fewer where the heap is small,
    /// since the tree of a text can take thirty times its length.
    public static final long TOKENS = Math.min(16_000_000, Runtime.getRuntime().maxMemory() / 128);

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH)
                                    .maxStringLength(Limits.PAYLOAD_BYTES)
                                    .maxNumberLength(NUMBER_CHARS)
                                    .maxTokenCount(TOKENS)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    // Names from outside must not pile up in the JVM's table of strings.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

    /// How Jackson names the setting behind a limit.
    private static final Pattern CONSTRAINT = Pattern.compile(", from `[^`]*`\\)");

    private Json() {}

    /// The tree of a UTF-8 text.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is no JSON or beyond the limits; the message
    ///   names line and column
    public static JsonNode tree(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            return tree(parser);
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /// The tree of a text; see [#tree(byte[])].
    ///
    /// @throws DbException INVALID_ARGUMENT if it is no JSON or beyond the limits
    public static JsonNode tree(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return tree(parser);
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        JsonNode tree = MAPPER.readTree(parser);
        if (tree == null || tree.isMissingNode()) {
            throw DbException.invalid("There is no JSON: the text is empty.");
        }
        if (parser.nextToken() != null) {
            throw DbException.invalid(
                    "Not valid JSON at "
                            + place(parser.currentTokenLocation())
                            + ": text after the end.");
        }
        return tree;
    }

    /// Writes UTF-8 JSON to a stream, numbers that are not finite as null; close the generator to
    /// flush it.
    public static JsonGenerator generator(OutputStream out) {
        try {
            return new FiniteNumbers(FACTORY.createGenerator(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Jackson's own words without what it has to say to the programmers of this server.
    private static DbException invalid(IOException e) {
        String reason = e.getMessage();
        String place = "";
        if (e instanceof JsonProcessingException syntax) {
            reason = syntax.getOriginalMessage();
            if (syntax.getLocation() != null) {
                place = " at " + place(syntax.getLocation());
            }
        }
        reason = reason == null ? "unreadable text" : reason;
        for (String advice : List.of(": enable `", " (start marker ", " (not recognized as ")) {
            int end = reason.indexOf(advice);
            reason = end < 0 ? reason : reason.substring(0, end);
        }
        reason = CONSTRAINT.matcher(reason).replaceAll(")");
        return DbException.invalid("Not valid JSON" + place + ": " + reason + ".");
    }

    private static String place(JsonLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
