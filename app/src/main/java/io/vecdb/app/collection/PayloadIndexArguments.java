package io.vecdb.app.collection;

import io.vecdb.api.FieldPath;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.app.cli.UsageException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads arguments such as `year:integer`.
final class PayloadIndexArguments {
    private static final String OPTION = "--payload-index";

    private PayloadIndexArguments() {}

    /// The index types by field path.
    ///
    /// @throws UsageException if one is malformed or a field is named twice
    static Map<String, PayloadIndexType> parse(List<String> arguments) {
        Map<String, PayloadIndexType> indexes = new LinkedHashMap<>();
        for (String argument : arguments) {
            int colon = argument.lastIndexOf(':');
            if (colon < 1) {
                throw new UsageException(
                        "Invalid value for option '"
                                + OPTION
                                + "': '"
                                + argument
                                + "'; write FIELD:TYPE, such as year:integer.");
            }
            String path = argument.substring(0, colon);
            UsageException.parse(OPTION, () -> FieldPath.parse(path));
            PayloadIndexType type =
                    UsageException.parse(
                            OPTION, () -> PayloadIndexType.parse(argument.substring(colon + 1)));
            if (indexes.put(path, type) != null) {
                throw new UsageException(
                        "The field '" + path + "' is given to " + OPTION + " twice.");
            }
        }
        return indexes;
    }
}
