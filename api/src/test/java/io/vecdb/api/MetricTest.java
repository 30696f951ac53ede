package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;
import static io.vecdb.api.Refusals.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTest {
    /// The numbers stand in files: a change here makes them unreadable.
    @ParameterizedTest
    @CsvSource({
        "1,L2,l2,Euclid",
        "2,COSINE,cosine,Cosine",
        "3,DOT,dot,Dot",
        "4,MANHATTAN,manhattan,Manhattan"
    })
    void numbersAndNamesAreFixed(int formatId, Metric metric, String label, String qdrantName) {
        assertThat(metric.formatId()).isEqualTo(formatId);
        assertThat(Metric.ofFormatId(formatId)).isSameAs(metric);
        assertThat(metric.label()).isEqualTo(label);
        assertThat(metric.qdrantName()).isEqualTo(qdrantName);
        assertThat(Metric.parse(label)).isSameAs(metric);
        assertThat(Metric.parse(qdrantName)).isSameAs(metric);
        assertThat(Metric.parse(" " + qdrantName.toUpperCase(java.util.Locale.ROOT)))
                .isSameAs(metric);
    }

    @Test
    void unknownMetricsAreRefused() {
        assertInvalid(
                () -> Metric.parse("euclidean"),
                "Unknown metric 'euclidean'; use one of [l2, cosine, dot, manhattan]");
        assertRefused(() -> Metric.ofFormatId(5), ErrorCode.UNSUPPORTED_FORMAT, "Metric number 5");
    }

    @Test
    void similaritiesAreNearerWhenLargerAndDistancesWhenSmaller() {
        for (Metric similarity : new Metric[] {Metric.COSINE, Metric.DOT}) {
            assertThat(similarity.largerIsNearer()).isTrue();
            assertThat(similarity.nearer(0.9f, 0.1f)).isTrue();
            assertThat(similarity.nearer(0.1f, 0.9f)).isFalse();
            assertThat(similarity.nearer(0.5f, 0.5f)).isFalse();
        }
        for (Metric distance : new Metric[] {Metric.L2, Metric.MANHATTAN}) {
            assertThat(distance.largerIsNearer()).isFalse();
            assertThat(distance.nearer(0.1f, 0.9f)).isTrue();
            assertThat(distance.nearer(0.9f, 0.1f)).isFalse();
            assertThat(distance.nearer(0.5f, 0.5f)).isFalse();
        }
    }
}
