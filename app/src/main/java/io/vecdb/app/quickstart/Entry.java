package io.vecdb.app.quickstart;

import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.LinkedHashMap;
import java.util.Map;

/// An entry of WordNet (a "synset"): one meaning, and the words that have it.
///
/// @param id 100,000,000 × part of speech (1 noun, 2 verb, 3 adjective, 4 adverb) + the entry's
///   offset in WordNet's database file, so `102086723` is the noun at offset 02086723. It is the
///   number that Princeton's own Prolog edition uses; stable for WordNet 3.1
/// @param lemmas its words, joined by `, `
/// @param pos part of speech: `noun`, `verb`, `adjective` or `adverb`
/// @param lexname the lexicographer's category, such as `noun.animal`
/// @param gloss the definition, with examples in quotation marks
/// @param uses how often its words were seen in this meaning in the texts that WordNet's authors
///   tagged
record Entry(long id, String lemmas, String pos, String lexname, String gloss, int uses) {
    static final long POS_FACTOR = 100_000_000L;

    PointId pointId() {
        return PointId.of(id);
    }

    /// What is embedded.
    String text() {
        return lemmas + ": " + gloss;
    }

    /// What is stored beside the vector.
    Map<String, Value> payload() {
        Map<String, Value> payload = new LinkedHashMap<>();
        payload.put("lemmas", Value.of(lemmas));
        payload.put("pos", Value.of(pos));
        payload.put("lexname", Value.of(lexname));
        payload.put("gloss", Value.of(gloss));
        payload.put("gloss_length", Value.of(gloss.length()));
        return payload;
    }
}
