package io.vecdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Longer than 400 lines, since the tables of spellings and of refusals belong in one place.
class FilterParserTest {
    private static final Filter NOUN = Filter.eq("pos", "noun");
    private static final Filter VERB = Filter.eq("pos", "verb");
    private static final Filter CHEAP = Filter.lt("price", 100);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'must': []}",
                "{'must': null, 'should': []}",
                "{'$and': []}"
            })
    void filterThatSaysNothingIsSatisfiedByEveryPoint(String json) {
        assertThat(Json.filter(json).isAll()).isTrue();
    }

    @Test
    void bothSpellingsOfAComparisonParseToOneFilter() {
        bothAre(NOUN, "{'pos': 'noun'}", clause("'key': 'pos', 'match': {'value': 'noun'}"));
        bothAre(
                Filter.eq("a.b", true),
                "{'a.b': {'$eq': true}}",
                clause("'key': 'a.b', 'match': {'value': true}"));
        bothAre(
                Filter.eq("tags", 2.5),
                "{'tags': {'$contains': 2.5}}",
                clause("'key': 'tags', 'match': {'value': 2.5}"));
        bothAre(
                Filter.in("pos", "noun", 7),
                "{'pos': {'$in': ['noun', 7]}}",
                clause("'key': 'pos', 'match': {'any': ['noun', 7]}"));
        bothAre(
                Filter.not(Filter.in("pos", "noun", "verb")),
                "{'pos': {'$nin': ['noun', 'verb']}}",
                "{'must_not': {'key': 'pos', 'match': {'any': ['noun', 'verb']}}}");
        bothAre(
                Filter.not(NOUN),
                "{'pos': {'$ne': 'noun'}}",
                "{'must_not': [{'key': 'pos', 'match': {'value': 'noun'}}]}");
    }

    @Test
    void bothSpellingsOfARangeParseToOneFilter() {
        bothAre(
                new Filter.Range(
                        FieldPath.parse("price"),
                        new Filter.Bounds(null, new Value.Int(5), new Value.Int(100), null)),
                "{'price': {'$lt': 100, '$gte': 5}}",
                clause("'key': 'price', 'range': {'lt': 100, 'gte': 5, 'gt': null}"));
        bothAre(
                Filter.gt("price", 1.5),
                "{'price': {'$gt': 1.5}}",
                clause("'key': 'price', 'range': {'gt': 1.5}"));
        bothAre(
                Filter.lte("price", Long.MIN_VALUE),
                "{'price': {'$lte': -9223372036854775808}}",
                clause("'key': 'price', 'range': {'lte': -9223372036854775808}"));
    }

    @Test
    void bothSpellingsOfPresenceParseToOneFilter() {
        bothAre(Filter.exists("a"), "{'a': {'$exists': true}}", clause("'exists': {'key': 'a'}"));
        bothAre(
                new Filter.IsNull(FieldPath.parse("a")),
                "{'a': null}",
                clause("'is_null': {'key': 'a'}"));
        bothAre(
                new Filter.IsNull(FieldPath.parse("a")),
                "{'a': {'$null': true}}",
                clause("'key': 'a', 'is_null': true"));
        bothAre(
                new Filter.IsEmpty(FieldPath.parse("a")),
                "{'a': {'$empty': true}}",
                clause("'is_empty': {'key': 'a'}"));
        bothAre(
                Filter.not(new Filter.IsEmpty(FieldPath.parse("a"))),
                "{'a': {'$empty': false}}",
                clause("'key': 'a', 'is_empty': false"));
        bothAre(
                Filter.not(Filter.exists("a")),
                "{'a': {'$exists': false}}",
                "{'must_not': [{'exists': {'key': 'a'}}]}");
    }

    @Test
    void bothSpellingsOfACombinationParseToOneFilter() {
        bothAre(
                NOUN.and(CHEAP),
                "{'pos': 'noun', 'price': {'$lt': 100}}",
                "{'must': [{'key': 'pos', 'match': {'value': 'noun'}},"
                        + " {'key': 'price', 'range': {'lt': 100}}]}");
        bothAre(
                NOUN.or(CHEAP),
                "{'$or': [{'pos': 'noun'}, {'price': {'$lt': 100}}]}",
                "{'should': [{'key': 'pos', 'match': {'value': 'noun'}},"
                        + " {'key': 'price', 'range': {'lt': 100}}]}");
    }

    @Test
    void bothSpellingsOfIdsParseToOneFilter() {
        bothAre(
                Filter.hasId(
                        PointId.of(1),
                        PointId.of(new UUID(1, 2)),
                        PointId.of("text"),
                        PointId.of("7"),
                        PointId.of(-1L)),
                "{'$id': [1, '00000000-0000-0001-0000-000000000002', 'text', '7',"
                        + " {'num': '18446744073709551615'}]}",
                clause(
                        "'has_id': ['00000000-0000-0001-0000-000000000002', 1, 'text', '7', 1,"
                                + " {'num': '18446744073709551615'}]"));
    }

    private static String clause(String clause) {
        return "{'must': [{" + clause + "}]}";
    }

    /// @param expected the same filter made by Java calls
    private static void bothAre(Filter expected, String operators, String clauses) {
        assertThat(Json.filter(operators)).as(operators).isEqualTo(expected);
        assertThat(Json.filter(clauses)).as(clauses).isEqualTo(expected);
    }

    @Test
    void operatorsOfOneFieldAreJoinedByAndInTheirOrder() {
        assertThat(Json.filter("{'p': {'$ne': 3, '$gte': 1, '$exists': true, '$lt': 9}}"))
                .isEqualTo(
                        new Filter.And(
                                List.of(
                                        Filter.not(Filter.eq("p", 3)),
                                        new Filter.Range(
                                                FieldPath.parse("p"),
                                                new Filter.Bounds(
                                                        null,
                                                        new Value.Int(1),
                                                        new Value.Int(9),
                                                        null)),
                                        Filter.exists("p"))));
    }

    @Test
    void notStandsBeforeAFilterOrBeforeAFieldsOperators() {
        assertThat(Json.filter("{'$not': {'pos': 'noun'}}")).isEqualTo(Filter.not(NOUN));
        assertThat(Json.filter("{'price': {'$not': {'$lt': 100}}}")).isEqualTo(Filter.not(CHEAP));
        assertThat(Json.filter("{'pos': {'$ne': null}}"))
                .isEqualTo(Filter.not(new Filter.IsNull(FieldPath.parse("pos"))));
    }

    @Test
    void groupsOfClausesAreJoinedByAnd() {
        assertThat(
                        Json.filter(
                                """
                                {'must': {'key': 'price', 'range': {'lt': 100}},
                                 'should': [{'key': 'pos', 'match': {'value': 'noun'}},
                                            {'key': 'pos', 'match': {'value': 'verb'}}],
                                 'must_not': [{'is_null': {'key': 'a'}}, {'has_id': []}]}
                                """))
                .isEqualTo(
                        new Filter.And(
                                List.of(
                                        CHEAP,
                                        NOUN.or(VERB),
                                        Filter.not(new Filter.IsNull(FieldPath.parse("a"))),
                                        Filter.not(new Filter.HasId(Set.of())))));
    }

    @Test
    void clausesMayBeWholeFilters() {
        assertThat(
                        Json.filter(
                                """
                                {'must': [{'should': [{'key': 'pos', 'match': {'value': 'noun'}},
                                                      {'key': 'pos', 'match': {'value': 'verb'}}]},
                                          {'$not': {'price': {'$lt': 100}}},
                                          {}]}
                                """))
                .isEqualTo(new Filter.And(List.of(NOUN.or(VERB), Filter.not(CHEAP), Filter.all())));
    }

    @Test
    void orWithoutAlternativesNeverHoldsButAnEmptyShouldSaysNothing() {
        assertThat(Json.filter("{'$or': []}")).isEqualTo(new Filter.Or(List.of()));
        assertThat(Json.filter("{'should': []}")).isEqualTo(Filter.all());
        String noun = "{'key': 'pos', 'match': {'value': 'noun'}}";
        assertThat(Json.filter("{'must': [" + noun + "], 'should': []}"))
                .isEqualTo(new Filter.And(List.of(NOUN)));
    }

    @Test
    void exceptIsAConditionOfItsOwn() {
        assertThat(Json.filter(clause("'key': 'pos', 'match': {'except': ['noun']}")))
                .isEqualTo(
                        new Filter.Except(FieldPath.parse("pos"), List.of(new Value.Text("noun"))));
    }

    @Test
    void fieldsNamedLikeGroupsAndClausesAreReachable() {
        Filter must = Filter.eq("must", 1);
        assertThat(Json.filter("{'$and': [{'must': 1}]}")).isEqualTo(must);
        assertThat(Json.filter(clause("'key': 'must', 'match': {'value': 1}"))).isEqualTo(must);
        assertThat(Json.filter(clause("'key': '$gt', 'match': {'value': 1}")))
                .isEqualTo(Filter.eq("$gt", 1));
        assertThat(Json.filter("{'key': 1, 'is_null': 2}"))
                .isEqualTo(Filter.eq("key", 1).and(Filter.eq("is_null", 2)));
    }

    @Test
    void uuidsOfIdsAreCanonical() {
        assertThat(Json.filter("{'$id': ['0F8FAD5B-D9CB-469F-A165-70867728950E']}"))
                .isEqualTo(
                        Filter.hasId(
                                PointId.of(
                                        UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # no object
                    7                                | A filter must be an object
                    [1]                              | not a list of 1
                    'noun'                           | not the text 'noun'
                    # operator style
                    {'tags': ['a']}                  | filter.tags: a list does not say how to compare; write {"$in": […]}
                    {'a': {'$gt': 1, '$ltt': 2}}     | filter.a.$ltt: unknown operator; allowed: $eq, $ne, $gt
                    {'a': {'$ltt': 2}}               | Did you mean $lt?
                    {'a': {'$regexp': 'x'}}          | filter.a.$regexp: unknown operator; allowed: $eq, $ne
                    {'$adn': []}                     | filter.$adn: unknown operator; allowed: $and, $or, $not, $id. Did you mean $and?
                    {'$gt': 5}                       | filter.$gt: this operator belongs to a field
                    {'a': {}}                        | filter.a: no operator is given
                    {'a': {'b': 1}}                  | filter.a.b: expected an operator such as $eq; for a field inside an object write the dotted path, {"a.b": value}
                    {'a': {'$gt': true}}             | filter.a.$gt: expected a number, not true
                    {'a': {'$gt': null}}             | filter.a.$gt: expected a number, not null
                    {'a': {'$eq': [1]}}              | filter.a.$eq: one value is compared at a time; write {"$in": […]}
                    {'a': {'$contains': [1]}}        | join several $contains by $and
                    {'a': {'$ne': {'b': 1}}}         | filter.a.$ne: objects are not compared whole
                    {'a': {'$in': 1}}                | filter.a.$in: expected a list of bools, numbers or texts, not 1
                    {'a': {'$in': [1, null]}}        | filter.a.$in[1]: expected a bool, a number or a text, not null; write {"$null": true}
                    {'a': {'$nin': [[]]}}            | filter.a.$nin[0]: expected a bool, a number or a text, not a list of 0
                    {'a': {'$exists': 1}}            | filter.a.$exists: expected true or false, not 1
                    {'a': {'$null': 'yes'}}          | filter.a.$null: expected true or false, not the text 'yes'
                    {'a': {'$not': 5}}               | filter.a.$not: expected an object such as {"$gte": 5}, not 5
                    {'a': {'$not': {}}}              | filter.a.$not: no operator is given
                    {'$and': {'a': 1}}               | filter.$and: expected a list of filters, not an object with 1 keys
                    {'$or': [{'a': 1}, 5]}           | filter.$or[1]: expected an object such as {"pos": "noun"}, not 5
                    {'$not': []}                     | filter.$not: expected an object such as {"pos": "noun"}, not a list of 0
                    {'a..b': 1}                      | filter.a..b: The field path 'a..b' has an empty name
                    {'': 1}                          | The field path '' has an empty name
                    {'$id': 7}                       | filter.$id: expected a list of point ids, not 7
                    {'$id': [1, -1]}                 | filter.$id[1]: a point id is a whole number from 0 to 2^64 - 1, a UUID or a text, not -1
                    {'$id': [1.5]}                   | filter.$id[0]: a point id is a whole number
                    {'$id': [1.8446744073709552e19]} | write numbers of 2^63 and more as {"num": "9223372036854775808"}
                    {'$id': [{'num': '18446744073709551616'}]} | filter.$id[0]: a point id is a whole number
                    {'$id': [{'num': '1', 'x': 1}]}  | filter.$id[0]: a point id is a whole number
                    {'$id': [{'num': '-1'}]}         | filter.$id[0]: a point id is a whole number
                    {'$id': [null]}                  | filter.$id[0]: a point id is a whole number
                    {'$id': ['']}                    | filter.$id[0]: A point id must not be the empty string.
                    # clause style
                    {'must': 5}                      | filter.must: expected a clause or a list of clauses, not 5
                    {'must': [5]}                    | filter.must[0]: expected a clause such as {"key": "pos", "match": {"value": "noun"}}, not 5
                    {'must': [], 'price': 5}         | filter.price: unknown key beside clauses; allowed: must, should, must_not
                    {'must': [], 'price': 5}         | An object with must, should or must_not is clause style and cannot hold fields too
                    {'must_not': [], 'shold': []}    | filter.shold: unknown key beside clauses; allowed: must, should, must_not. Did you mean should?
                    {'must': [], '$or': []}          | filter.$or: unknown key beside clauses
                    {'must': [{'pos': 'noun'}]}      | filter.must[0].pos: unknown clause; allowed: key, is_empty, is_null, exists, has_id, must, should, must_not
                    {'must': [{'is_nul': {'key': 'a'}}]} | Did you mean is_null?
                    {'must': [{'match': {'value': 1}}]}  | filter.must[0].match: the clause needs a "key"
                    {'must': [{'key': 'a'}]}         | filter.must[0]: the clause has a key but neither match nor range
                    {'must': [{'key': 5, 'match': {'value': 1}}]} | filter.must[0]: expected a "key" with the name of a field as text
                    {'must': [{'key': 'a.', 'match': {'value': 1}}]} | filter.must[0].key: The field path 'a.' has an empty name
                    {'must': [{'key': 'a', 'match': {'valu': 1}}]} | filter.must[0].match.valu: unknown key; allowed: value, any, except. Did you mean value?
                    {'must': [{'key': 'a', 'match': {}}]} | filter.must[0].match: match holds exactly one of value, any, except
                    {'must': [{'key': 'a', 'match': {'value': 1, 'any': [1]}}]} | filter.must[0].match: match holds exactly one of value, any, except
                    {'must': [{'key': 'a', 'match': {'value': 1, 'anny': [1]}}]} | filter.must[0].match.anny: unknown key
                    {'must': [{'key': 'a', 'match': 1}]} | filter.must[0].match: expected an object such as {"value": "noun"}, not 1
                    {'must': [{'key': 'a', 'match': {'value': [1]}}]} | filter.must[0].match.value: expected a bool, a number or a text, not a list of 1
                    {'must': [{'key': 'a', 'match': {'value': null}}]} | filter.must[0].match.value: expected a bool, a number or a text, not null; write {"is_null": {"key": …}}
                    {'must': [{'key': 'a', 'match': {'any': 'x'}}]} | filter.must[0].match.any: expected a list of bools, numbers or texts, not the text 'x'
                    {'must': [{'key': 'a', 'match': {'except': [{}]}}]} | filter.must[0].match.except[0]: expected a bool, a number or a text, not an object with 0 keys
                    {'must': [{'key': 'a', 'range': {}}]} | filter.must[0].range: a range needs at least one of gt, gte, lt, lte
                    {'must': [{'key': 'a', 'range': {'gt': null}}]} | filter.must[0].range: a range needs at least one of
                    {'must': [{'key': 'a', 'range': {'from': 1}}]} | filter.must[0].range.from: unknown key; allowed: gt, gte, lt, lte
                    {'must': [{'key': 'a', 'range': {'gt': [1]}}]} | filter.must[0].range.gt: expected a number, not a list of 1
                    {'must': [{'key': 'a', 'range': 5}]} | filter.must[0].range: expected an object such as {"gte": 5}, not 5
                    {'must': [{'key': 'a', 'match': {'value': 1}, 'range': {'gt': 1}}]} | filter.must[0]: a clause holds one of match, range, is_empty, is_null
                    {'must': [{'key': 'a', 'mach': {'value': 1}}]} | filter.must[0].mach: unknown key; allowed: key, match, range, is_empty, is_null. Did you mean match?
                    {'must': [{'key': 'a', 'is_null': 1}]} | filter.must[0].is_null: expected true or false, not 1
                    {'must': [{'is_null': 'a'}]}     | filter.must[0].is_null: expected an object such as {"key": "pos"}, not the text 'a'
                    {'must': [{'is_null': {}}]}      | filter.must[0].is_null: expected a "key"
                    {'must': [{'is_null': {'key': 'a', 'value': 1}}]} | filter.must[0].is_null.value: unknown key; allowed: key
                    {'must': [{'is_null': {'key': 'a'}, 'is_empty': {'key': 'a'}}]} | filter.must[0]: a clause is one condition, but 2 keys are given
                    {'must': [{'has_id': 5}]}        | filter.must[0].has_id: expected a list of point ids, not 5
                    {'should': [{'must_not': [{'has_id': [true]}]}]} | filter.should[0].must_not[0].has_id[0]: a point id is
                    {'must': [{'must': [], 'key2': 5}]} | filter.must[0].key2: unknown key beside clauses
                    {'must': [{'$gt': 5}]}           | filter.must[0].$gt: this operator belongs to a field
                    """)
    void malformedFilterIsRefusedWithItsPlace(String json, String message) {
        Refusals.assertInvalid(() -> Json.filter(json), message.replace("`", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"min_should": {"conditions": [], "min_count": 1}}                | filter.min_should: min_should is not supported
                    {"must": [{"key": "a", "match": {"text": "x"}}]}                  | filter.must[0].match.text: full-text match (text)
                    {"must": [{"key": "a", "match": {"text_any": "x"}}]}              | filter.must[0].match.text_any: full-text match
                    {"must": [{"key": "a", "match": {"phrase": "x"}}]}                | filter.must[0].match.phrase: full-text match
                    {"must": [{"key": "a", "match": {"prefix": "x"}}]}                | filter.must[0].match.prefix: prefix match
                    {"must": [{"key": "a", "match": {"value": "x", "prefix": "x"}}]}  | filter.must[0].match.prefix: prefix match
                    {"must": [{"key": "a", "geo_radius": {}}]}                        | filter.must[0].geo_radius: geo_radius
                    {"must": [{"key": "a", "geo_bounding_box": {}}]}                  | filter.must[0].geo_bounding_box: geo_b
                    {"must": [{"key": "a", "geo_polygon": {}}]}                       | filter.must[0].geo_polygon: geo_polygon
                    {"must": [{"key": "a", "values_count": {"gt": 1}}]}               | filter.must[0].values_count: values_count
                    {"must": [{"nested": {"key": "a", "filter": {}}}]}                | filter.must[0].nested: nested
                    {"must": [{"has_vector": "x"}]}                                   | filter.must[0].has_vector: has_vector
                    {"must": [{"key": "a", "range": {"gt": "2024-01-01T00:00:00Z"}}]} | filter.must[0].range.gt: ranges of dates and texts (datetime ranges)
                    {"a": {"$gt": "2024-01-01T00:00:00Z"}}                            | filter.a.$gt: ranges of dates and texts
                    """)
    void knownClauseThatThisReleaseDoesNotHaveIsNamed(String json, String message) {
        Refusals.assertRefused(() -> Json.filter(json), ErrorCode.UNSUPPORTED, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$not", "must", "must_not", "should"})
    void nestingBeyondTheLimitIsRefusedWhereverItIs(String key) {
        Value inner = Value.of(Map.of());
        for (int i = 1; i < Limits.FILTER_DEPTH; i++) {
            inner = Value.of(Map.of(key, inner));
        }
        Value deepest = inner;
        assertThat(Filter.parse(deepest).toValue()).isNotNull();
        Value deeper = inner;
        for (int i = 0; i < 100_000; i++) {
            deeper = new Value.Struct(Map.of(key, deeper));
        }
        Value far = deeper;
        Refusals.assertRefused(() -> Filter.parse(far), ErrorCode.LIMIT_EXCEEDED, "deeper than 32");
    }

    @Test
    void operatorsNestedBeyondTheLimitAreRefused() {
        Value operators = Value.of(Map.of("$gt", 1));
        for (int i = 0; i < 100_000; i++) {
            operators = new Value.Struct(Map.of("$not", operators));
        }
        Value filter = Value.of(Map.of("a", operators));
        Refusals.assertRefused(
                () -> Filter.parse(filter), ErrorCode.LIMIT_EXCEEDED, "deeper than 32");
    }

    @Test
    void deepValueInPlaceOfAScalarIsRefusedWithoutWalkingIntoIt() {
        Value deep = Value.of(1);
        for (int i = 0; i < 100_000; i++) {
            deep = new Value.Array(List.of(deep));
        }
        Value list = deep;
        for (String json : List.of("$eq", "$in", "$gt", "$exists", "$not")) {
            Refusals.assertInvalid(
                    () ->
                            Filter.parse(
                                    new Value.Struct(
                                            Map.of("a", new Value.Struct(Map.of(json, list))))),
                    "filter.a." + json);
        }
        Refusals.assertInvalid(
                () -> Filter.parse(new Value.Struct(Map.of("$id", list))), "filter.$id[0]");
    }

    @Test
    void tooManyConditionsAreRefused() {
        Value one = Value.of(Map.of("a", 1));
        Value most = Value.of(Map.of("$or", Collections.nCopies(Limits.FILTER_CONDITIONS, one)));
        assertThat(((Filter.Or) Filter.parse(most)).parts()).hasSize(Limits.FILTER_CONDITIONS);
        Value more =
                Value.of(Map.of("$or", Collections.nCopies(Limits.FILTER_CONDITIONS + 1, one)));
        Refusals.assertRefused(
                () -> Filter.parse(more), ErrorCode.LIMIT_EXCEEDED, "more than 4096 conditions");
    }

    @Test
    void longNamesAndTextsAreCutInMessages() {
        String name = "$" + "x".repeat(1_000_000);
        Refusals.assertInvalid(() -> Filter.parse(Value.of(Map.of(name, 1))), "xxx…: unknown");
        Refusals.assertInvalid(
                () -> Filter.parse(Value.of(Map.of("a", Map.of("$exists", name)))), "xxx…'");
    }
}
