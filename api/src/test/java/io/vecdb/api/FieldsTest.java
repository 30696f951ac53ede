package io.vecdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Set;

class FieldsTest {
    @Test
    void fieldsSayWhatAnAnswerCarries() {
        assertThat(Fields.all().contains("a")).isTrue();
        assertThat(Fields.none().contains("a")).isFalse();
        assertThat(new Fields.Only(Set.of("a")).contains("a")).isTrue();
        assertThat(new Fields.Only(Set.of("a")).contains("b")).isFalse();
        assertThat(new Fields.Except(Set.of("a")).contains("a")).isFalse();
        assertThat(new Fields.Except(Set.of("a")).contains("b")).isTrue();
        assertThat(Fields.none().isNone()).isTrue();
        assertThat(Fields.all().isNone()).isFalse();
        assertThat(new Fields.Except(Set.of()).isNone()).isFalse();
    }
}
