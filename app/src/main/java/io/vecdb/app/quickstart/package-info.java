/// The quickstart: WordNet's entries into a durable database, then questions in one's own words.
@NullMarked
package io.vecdb.app.quickstart;

import org.jspecify.annotations.NullMarked;
