package io.vecdb.api;

import java.util.Arrays;
import java.util.Locale;

/// How the nearness of two vectors is measured, and how a score is to be read.
///
/// Scores are the same on every surface: [#COSINE] and [#DOT] are similarities (larger is nearer),
/// [#L2] and [#MANHATTAN] are true distances (smaller is nearer; the root is taken).
public enum Metric {
    /// Euclidean distance, `sqrt(sum((a_i - b_i)^2))`; smaller is nearer. Qdrant: `Euclid`.
    L2(1, "l2", "Euclid", false),
    /// Cosine of the angle, from -1 to 1; larger is nearer. Zero vectors are refused.
    COSINE(2, "cosine", "Cosine", true),
    /// Inner product, `sum(a_i * b_i)`; larger is nearer.
    DOT(3, "dot", "Dot", true),
    /// City-block distance, `sum(|a_i - b_i|)`; smaller is nearer.
    MANHATTAN(4, "manhattan", "Manhattan", false);

    private final int formatId;
    private final String label;
    private final String qdrantName;
    private final boolean largerIsNearer;

    Metric(int formatId, String label, String qdrantName, boolean largerIsNearer) {
        this.formatId = formatId;
        this.label = label;
        this.qdrantName = qdrantName;
        this.largerIsNearer = largerIsNearer;
    }

    /// The number that stands for this metric in files; never changes.
    public int formatId() {
        return formatId;
    }

    /// The lower-case name used by VecDB's own surfaces, such as `l2`.
    public String label() {
        return label;
    }

    /// The name used by Qdrant's dialect, such as `Euclid`.
    public String qdrantName() {
        return qdrantName;
    }

    /// Whether a larger score is nearer (a similarity) or a smaller one (a distance).
    public boolean largerIsNearer() {
        return largerIsNearer;
    }

    /// Whether score `a` is strictly nearer than score `b`.
    public boolean nearer(float a, float b) {
        return largerIsNearer ? a > b : a < b;
    }

    /// The metric with this persisted number.
    ///
    /// @throws DbException UNSUPPORTED_FORMAT if no metric has it
    public static Metric ofFormatId(int formatId) {
        for (Metric metric : values()) {
            if (metric.formatId == formatId) {
                return metric;
            }
        }
        throw new DbException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "Metric number " + formatId + " is not known to this release.");
    }

    /// The metric with this name; VecDB's and Qdrant's names are accepted in any case.
    ///
    /// @throws DbException INVALID_ARGUMENT if there is none
    public static Metric parse(String name) {
        String wanted = Arguments.given(name, "a metric").strip().toLowerCase(Locale.ROOT);
        for (Metric metric : values()) {
            if (metric.label.equals(wanted)
                    || metric.qdrantName.toLowerCase(Locale.ROOT).equals(wanted)) {
                return metric;
            }
        }
        throw DbException.invalid(
                "Unknown metric '"
                        + name
                        + "'; use one of "
                        + Arrays.stream(values()).map(Metric::label).toList()
                        + ".");
    }
}
