/// The rules of the tree itself, for the tests beside them: which way imports point, whether the
/// sources are tidy, whether the documents are true, whether the launcher does what it says. Every
/// rule stands beside a test that shows it failing on something made up.
@NullMarked
package io.vecdb.arch;

import org.jspecify.annotations.NullMarked;
