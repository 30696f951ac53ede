package io.vecdb.app.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Damage;

import java.util.List;

/// Damages in JSON.
final class DamageJson {
    private DamageJson() {}

    /// Puts a list `damages` into an object.
    static void put(ObjectNode node, List<Damage> damages) {
        ArrayNode array = node.putArray("damages");
        for (Damage damage : damages) {
            array.addObject()
                    .put("file", damage.file())
                    .put("offset", damage.offset())
                    .put("finding", damage.finding());
        }
    }
}
