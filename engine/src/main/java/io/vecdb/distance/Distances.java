package io.vecdb.distance;

import io.vecdb.api.Metric;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A family of kernels: scalar, or with the Vector API. Which one serves is decided once per JVM.
///
/// The Vector API is an incubating module that a program must ask for with `--add-modules
/// jdk.incubator.vector`. Without it, and on a machine whose vectors are too short to be worth it,
/// the scalar kernels serve; no class that needs the module is loaded then.
public final class Distances {
    private static final Distances SCALAR =
            new Distances("scalar", new ScalarL2(), new ScalarDot(), new ScalarManhattan());
    private static final Distances BEST = choose();

    private final String name;
    private final Kernel l2;
    private final Kernel dot;
    private final Kernel manhattan;

    Distances(String name, Kernel l2, Kernel dot, Kernel manhattan) {
        this.name = name;
        this.l2 = l2;
        this.dot = dot;
        this.manhattan = manhattan;
    }

    /// The fastest kernels of this JVM on this machine.
    public static Distances best() {
        return BEST;
    }

    /// The scalar kernels, which the others are tested against.
    public static Distances scalar() {
        return SCALAR;
    }

    /// What the kernels are made of, such as `scalar` or `panama-512` (bits of a register).
    public String name() {
        return name;
    }

    /// The kernel that orders rows under this metric: squared distance for l2 (no root), negated
    /// product for dot and for cosine (whose rows and queries are normalised), sum for manhattan.
    public Kernel kernel(Metric metric) {
        return switch (metric) {
            case L2 -> l2;
            case COSINE, DOT -> dot;
            case MANHATTAN -> manhattan;
        };
    }

    private static Distances choose() {
        Logger log = LoggerFactory.getLogger(Distances.class);
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            log.warn(
                    "The JVM was started without --add-modules jdk.incubator.vector: distances are"
                            + " computed by scalar code, several times slower than by vectors.");
            return SCALAR;
        }
        if (!PanamaDistances.worthwhile()) {
            log.warn("This machine's vector registers are too short: scalar distances are used.");
            return SCALAR;
        }
        return PanamaDistances.create();
    }
}
