package io.vecdb.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class RoutesTest {
    private static final Set<String> OUTSIDE_THE_TABLE =
            Set.of("GET /", "GET /healthz", "GET /livez", "GET /readyz", "GET /metrics");

    @Test
    void thePageListsEveryRouteAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "rest.md"));
        Set<String> listed = new TreeSet<>();
        Matcher route = Pattern.compile("`((?:GET|PUT|POST|PATCH|DELETE) /[^`]*)`").matcher(page);
        while (route.find()) {
            listed.add(route.group(1));
        }
        Set<String> served =
                Routes.all().stream()
                        .map(row -> row.method() + " " + row.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).hasSize(Routes.all().size());
        served.addAll(OUTSIDE_THE_TABLE);

        assertThat(listed).isEqualTo(served);
    }
}
