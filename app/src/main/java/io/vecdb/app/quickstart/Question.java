package io.vecdb.app.quickstart;

import io.vecdb.api.Filter;

import java.util.List;

/// A question to the dictionary.
///
/// @param text in anyone's own words
/// @param filter which entries may answer
/// @param filterText the filter as it is shown, empty where there is none
record Question(String text, Filter filter, String filterText) {
    /// What is asked when nobody asks anything else.
    static final List<Question> BUILT_IN =
            List.of(
                    anywhere("a machine that flies"),
                    anywhere("being glad because things went well"),
                    anywhere("to say something in a low voice")
                            .within(Filter.eq("pos", "verb"), "{\"pos\": \"verb\"}"));

    /// A question to all entries.
    static Question anywhere(String text) {
        return new Question(text, Filter.all(), "");
    }

    /// The same question with another filter.
    Question within(Filter other, String otherText) {
        return new Question(text, other, otherText);
    }
}
