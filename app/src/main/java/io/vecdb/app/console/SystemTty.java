package io.vecdb.app.console;

import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// The terminal of this process, as JLine's native provider sees it. The provider is loaded by the
/// first question, which takes about 0.1 s; where it cannot be loaded, nothing is a terminal.
///
/// Not thread-safe beyond that: two first questions at once may load it twice.
final class SystemTty implements Tty {
    private @Nullable Tty facts;

    @Override
    public boolean input() {
        return facts().input();
    }

    @Override
    public boolean output() {
        return facts().output();
    }

    @Override
    public boolean error() {
        return facts().error();
    }

    @Override
    public int width() {
        return facts().width();
    }

    private Tty facts() {
        Tty known = facts;
        if (known == null) {
            known = ask();
            facts = known;
        }
        return known;
    }

    private static Tty ask() {
        TerminalProvider provider;
        try {
            provider = TerminalProvider.load("ffm");
        } catch (IOException noNativeAccess) {
            return NONE;
        }
        boolean output = provider.isSystemStream(SystemStream.Output);
        boolean error = provider.isSystemStream(SystemStream.Error);
        int width = 0;
        if (output || error) {
            width = provider.systemStreamWidth(output ? SystemStream.Output : SystemStream.Error);
        }
        return new Fixed(
                provider.isSystemStream(SystemStream.Input), output, error, Math.max(0, width));
    }
}
