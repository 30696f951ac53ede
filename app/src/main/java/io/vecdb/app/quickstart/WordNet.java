package io.vecdb.app.quickstart;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/// Princeton's WordNet 3.1, as it ships inside the program.
final class WordNet {
    /// How many entries there are.
    static final int ENTRIES = 117_791;

    private static final Comparator<Entry> MOST_USED_FIRST =
            Comparator.comparingInt(Entry::uses).reversed().thenComparingLong(Entry::id);

    private WordNet() {}

    /// The entries that are used most, most used first; equally used ones by id.
    ///
    /// Reads all of WordNet: 1 to 2 seconds.
    ///
    /// @param limit how many at most
    /// @throws DbException IO_ERROR if WordNet's files cannot be read
    static List<Entry> mostUsed(int limit) {
        return read().stream().sorted(MOST_USED_FIRST).limit(limit).toList();
    }

    /// All entries by id.
    ///
    /// @throws DbException IO_ERROR if WordNet's files cannot be read
    static List<Entry> read() {
        List<Entry> entries = new ArrayList<>(ENTRIES);
        try {
            Dictionary dictionary = Dictionary.getDefaultResourceInstance();
            try {
                for (POS pos : List.of(POS.NOUN, POS.VERB, POS.ADJECTIVE, POS.ADVERB)) {
                    Iterator<Synset> synsets = dictionary.getSynsetIterator(pos);
                    while (synsets.hasNext()) {
                        entries.add(entry(synsets.next()));
                    }
                }
            } finally {
                dictionary.close();
            }
        } catch (JWNLException e) {
            throw new DbException(
                    ErrorCode.IO_ERROR,
                    "The WordNet files inside the program cannot be read: " + e.getMessage(),
                    e);
        }
        return entries;
    }

    private static Entry entry(Synset synset) {
        List<Word> words = synset.getWords();
        return new Entry(
                Entry.POS_FACTOR * posNumber(synset.getPOS()) + synset.getOffset(),
                words.stream().map(Word::getLemma).collect(Collectors.joining(", ")),
                synset.getPOS().getLabel(),
                synset.getLexFileName(),
                synset.getGloss(),
                words.stream().mapToInt(Word::getUseCount).sum());
    }

    private static int posNumber(POS pos) {
        return switch (pos) {
            case NOUN -> 1;
            case VERB -> 2;
            case ADJECTIVE -> 3;
            case ADVERB -> 4;
        };
    }
}
