package io.vecdb.distance;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The door to the kernels with the Vector API; loaded only if its module is there.
final class PanamaDistances {
    private static final VectorSpecies<Float> SPECIES = species();

    private PanamaDistances() {}

    static Distances create() {
        return new Distances(
                "panama-" + SPECIES.vectorBitSize(),
                new PanamaL2(),
                new PanamaDot(),
                new PanamaManhattan());
    }

    /// Whether these kernels are faster than scalar ones: an x86 processor without 256-bit vectors
    /// has no fused multiply-add either, which the JVM would then emulate at a hundredth of the
    /// speed.
    static boolean worthwhile() {
        int bits = SPECIES.vectorBitSize();
        return bits >= 256 || (bits == 128 && System.getProperty("os.arch").equals("aarch64"));
    }

    /// The widest species that divides a row's padding.
    static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.vectorBitSize() > 512 ? FloatVector.SPECIES_512 : preferred;
    }
}
