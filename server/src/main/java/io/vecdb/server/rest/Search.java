package io.vecdb.server.rest;

import io.vecdb.api.Include;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;

/// One search that was read.
sealed interface Search {
    /// What its hits carry.
    Include include();

    /// How many hits it asks for, those that are left out first included.
    int reach();

    /// This search for hits that carry other things.
    Search include(Include fields);

    /// The points nearest to a vector.
    record Nearest(Query query) implements Search {
        @Override
        public Include include() {
            return query.include();
        }

        @Override
        public int reach() {
            return query.params().offset() + query.limit();
        }

        @Override
        public Search include(Include fields) {
            return new Nearest(query.include(fields));
        }
    }

    /// Where there is nothing to be near to: points in the order of their ids, each with the score
    /// 0, as the dialect has it.
    ///
    /// @param scroll those that are left out, and the hits
    /// @param offset how many are left out first
    record Listing(Scroll scroll, int offset) implements Search {
        @Override
        public Include include() {
            return scroll.include();
        }

        @Override
        public int reach() {
            return scroll.limit();
        }

        @Override
        public Search include(Include fields) {
            return new Listing(scroll.include(fields), offset);
        }
    }
}
