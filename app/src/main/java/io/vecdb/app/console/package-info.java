/// Where the program meets the terminal: streams, tables, progress bars, JSON. Nothing here knows
/// about databases or commands.
@NullMarked
package io.vecdb.app.console;

import org.jspecify.annotations.NullMarked;
