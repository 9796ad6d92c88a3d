// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where people look: finished lines that stay, and, on a terminal, one live line below them that tells what is being
/// done and for how long. Elsewhere what is being done becomes a line that stays if there was none for long.
final class Screen implements AutoCloseable {
    private static final long TICK_MS = 100;
    private static final long SILENCE_NS = 30_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final Thread ticker;
    private @Nullable String doing;
    private long sinceNs;
    private boolean shown;
    private long lineNs = System.nanoTime();

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.ticker = Thread.ofVirtual().unstarted(this::tick);
        if (terminal) ticker.start();
    }

    /// {@return a screen on standard error, live if that is a terminal}
    static Screen ofTerminal() {
        return new Screen(System.err, isTerminal(2) && System.getenv("NO_COLOR") == null);
    }

    /// {@return a screen on standard output, coloured if that is a terminal}
    static Screen ofOutput() {
        return new Screen(System.out, isTerminal(1) && System.getenv("NO_COLOR") == null);
    }

    // System.console() speaks of standard input and output together; this is about one of them.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /// {@return whether colours and a live line are wanted}
    boolean terminal() {
        return terminal;
    }

    /// Prints a line that stays.
    synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
        lineNs = System.nanoTime();
    }

    /// Says what is being done from now on; null for nothing.
    synchronized void doing(@Nullable String what) {
        if (doing == null || what == null) sinceNs = System.nanoTime();
        doing = what;
        clear();
        show();
        if (!terminal && what != null && System.nanoTime() - lineNs > SILENCE_NS) line("  … " + what);
    }

    /// Takes the live line away so that somebody else can print.
    synchronized void clear() {
        if (!shown) return;
        out.print("\r\u001b[K");
        out.flush();
        shown = false;
    }

    String green(String text) {
        return coloured("32", text);
    }

    String red(String text) {
        return coloured("31", text);
    }

    String yellow(String text) {
        return coloured("33", text);
    }

    private String coloured(String code, String text) {
        return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private synchronized void show() {
        if (!terminal || doing == null) return;
        out.print("\r\u001b[K  … %s  %s".formatted(doing, seconds(System.nanoTime() - sinceNs)));
        out.flush();
        shown = true;
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK_MS);
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() ends the ticking
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
        clear();
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
    }
}
