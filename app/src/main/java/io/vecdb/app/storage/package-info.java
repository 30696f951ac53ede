/// `vecdb storage`: looks after the files of a database.
@NullMarked
package io.vecdb.app.storage;

import org.jspecify.annotations.NullMarked;
