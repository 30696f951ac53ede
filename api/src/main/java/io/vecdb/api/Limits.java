package io.vecdb.api;

/// The sizes beyond which a request is refused with [ErrorCode#LIMIT_EXCEEDED] or
/// [ErrorCode#INVALID_ARGUMENT]. They are part of the contract: a release may raise them, never
/// lower them.
public final class Limits {
    /// Longest string id, in UTF-8 bytes.
    public static final int ID_BYTES = 512;

    /// Largest payload of one point, in bytes of its stored form: text in UTF-8, a few bytes for
    /// everything else. About its size as JSON.
    public static final int PAYLOAD_BYTES = 1 << 20;

    /// Deepest nesting of lists and objects in a payload.
    public static final int PAYLOAD_DEPTH = 64;

    /// Largest number of dimensions of a dense vector.
    public static final int DIMENSION = 65_536;

    /// Greatest Euclidean length of a vector under l2, dot and manhattan: no distance between two
    /// such vectors, and no square of one, exceeds a float. Under cosine the length itself must fit
    /// one.
    public static final float VECTOR_LENGTH = 9e18f;

    /// Most hits that one search may ask for (offset + limit).
    public static final int HITS = 65_536;

    /// Largest value of the search parameter `ef`.
    public static final int EF = 65_536;

    /// Deepest nesting of a filter.
    public static final int FILTER_DEPTH = 32;

    /// Most conditions in one filter.
    public static final int FILTER_CONDITIONS = 4_096;

    /// Most bytes that one write (a batch of points) takes in the log.
    public static final int WRITE_BYTES = 32 << 20;

    private Limits() {}
}
