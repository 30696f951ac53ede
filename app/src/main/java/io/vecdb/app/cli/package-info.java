/// What all commands share: the session they run in, their common options, how they open a
/// database, and how a failure is told.
@NullMarked
package io.vecdb.app.cli;

import org.jspecify.annotations.NullMarked;
