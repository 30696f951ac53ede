package io.vecdb.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Value;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

class WordNetTest {
    private static List<Entry> entries = List.of();
    private static Map<Long, Entry> byId = Map.of();

    @BeforeAll
    static void read() {
        entries = WordNet.read();
        byId = entries.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
    }

    @Test
    void allEntriesAreThereWithDistinctIds() {
        assertThat(entries).hasSize(117_791).hasSize(WordNet.ENTRIES);
        assertThat(byId).hasSize(117_791);
    }

    @Test
    void partsOfSpeechAreCountedAsPrincetonDoes() {
        Map<String, Long> counts =
                entries.stream().collect(Collectors.groupingBy(Entry::pos, Collectors.counting()));

        assertThat(counts)
                .containsOnly(
                        Map.entry("noun", 82_192L),
                        Map.entry("verb", 13_789L),
                        Map.entry("adjective", 18_185L),
                        Map.entry("adverb", 3_625L));
    }

    @Test
    void nounHasItsWordsCategoryAndGloss() {
        assertThat(byId.get(102_086_723L))
                .isEqualTo(
                        new Entry(
                                102_086_723L,
                                "dog, domestic dog, Canis familiaris",
                                "noun",
                                "noun.animal",
                                "a member of the genus Canis (probably descended from the common"
                                    + " wolf) that has been domesticated by man since prehistoric"
                                    + " times; occurs in many breeds; \"the dog barked all night\"",
                                42));
    }

    @Test
    void satelliteAdjectiveIsAnAdjectiveWithoutItsMarker() {
        assertThat(entries)
                .filteredOn(entry -> entry.lexname().equals("adj.all"))
                .allSatisfy(entry -> assertThat(entry.pos()).isEqualTo("adjective"))
                .noneMatch(entry -> entry.lemmas().matches(".*\\((a|p|ip)\\).*"));
    }

    @Test
    void thereAreFortyFiveCategories() {
        Set<String> categories = new HashSet<>();
        entries.forEach(entry -> categories.add(entry.lexname()));

        assertThat(categories)
                .hasSize(45)
                .contains("noun.Tops", "verb.weather", "adj.pert", "adv.all");
    }

    @Test
    void mostUsedComeFirstAndEquallyUsedOnesByTheirId() {
        List<Entry> ranked = WordNet.mostUsed(10_000);

        assertThat(ranked).hasSize(10_000);
        assertThat(ranked.getFirst().lemmas()).isEqualTo("be");
        assertThat(ranked.getFirst().uses()).isEqualTo(10_742);
        for (int i = 1; i < ranked.size(); i++) {
            Entry before = ranked.get(i - 1);
            Entry entry = ranked.get(i);
            assertThat(before.uses()).isGreaterThanOrEqualTo(entry.uses());
            if (before.uses() == entry.uses()) {
                assertThat(before.id()).isLessThan(entry.id());
            }
        }
        int leastUsed = ranked.getLast().uses();
        Set<Long> chosen = ranked.stream().map(Entry::id).collect(Collectors.toSet());
        assertThat(entries)
                .filteredOn(entry -> !chosen.contains(entry.id()))
                .allSatisfy(entry -> assertThat(entry.uses()).isLessThanOrEqualTo(leastUsed));
    }

    @Test
    void payloadAndTextAreMadeOfTheEntry() {
        Entry entry = new Entry(1, "car, auto", "noun", "noun.artifact", "a motor vehicle", 3);

        assertThat(entry.text()).isEqualTo("car, auto: a motor vehicle");
        assertThat(entry.payload())
                .containsExactly(
                        Map.entry("lemmas", Value.of("car, auto")),
                        Map.entry("pos", Value.of("noun")),
                        Map.entry("lexname", Value.of("noun.artifact")),
                        Map.entry("gloss", Value.of("a motor vehicle")),
                        Map.entry("gloss_length", Value.of(15)));
    }
}
