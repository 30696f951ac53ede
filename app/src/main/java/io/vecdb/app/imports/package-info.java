/// `vecdb import`: points from files with one JSON object a line.
///
/// [LineReader] cuts the stream into lines, [LineParser] makes a point of each, [Importer] writes
/// them in batches and leaves out those that the collection holds already, so that an import that
/// was interrupted goes on when it is started again.
@NullMarked
package io.vecdb.app.imports;

import org.jspecify.annotations.NullMarked;
