/// The `vecdb` program: its commands, its configuration, and the wiring of the other modules.
///
/// [Main] parses the command line; each command stands in a package of its own and is thin: it
/// checks its options, opens the database, lets a small type do the work and prints what came of
/// it. They share `cli` (session, common options, failures), which stands on `console` (streams,
/// tables, progress).
@NullMarked
package io.vecdb.app;

import org.jspecify.annotations.NullMarked;
