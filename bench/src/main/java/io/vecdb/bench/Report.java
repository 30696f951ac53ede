package io.vecdb.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Figures as text for people: a line each, with what belongs together further to the right.
final class Report {
    private static final int NAME_COLUMNS = 32;

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /// @param figures by name; a figure may be a map or a list of maps
    static String text(Map<?, ?> figures) {
        Report report = new Report();
        report.add(figures, "");
        return report.text.toString().stripTrailing();
    }

    private void add(Map<?, ?> figures, String indent) {
        figures.forEach((name, figure) -> {
            if (figure instanceof Map<?, ?> inner) {
                line(indent, name, "");
                add(inner, indent + "  ");
            } else if (figure instanceof List<?> list
                    && list.stream().allMatch(Map.class::isInstance)) {
                for (Object inner : list) {
                    line(indent, name, "");
                    add((Map<?, ?>) inner, indent + "  ");
                }
            } else {
                line(indent, name, number(figure));
            }
        });
    }

    private void line(String indent, Object name, String figure) {
        String begin = indent + name;
        text.append(begin);
        if (!figure.isEmpty()) {
            text.repeat(' ', Math.max(1, NAME_COLUMNS - begin.length())).append(figure);
        }
        text.append(System.lineSeparator());
    }

    private static String number(Object figure) {
        return switch (figure) {
            case Double number when Math.abs(number) >= 100 ->
                    String.format(Locale.ROOT, "%,.0f", number);
            case Double number -> String.format(Locale.ROOT, "%.3g", number);
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            default -> String.valueOf(figure);
        };
    }
}
