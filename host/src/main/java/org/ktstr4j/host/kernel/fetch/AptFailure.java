// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.ktstr4j.plan.PlanException;

/// Why apt did not do what it was asked, in one message: its own words, and what to do.
public final class AptFailure {
    private static final List<String> SIGNATURE =
            List.of("GPG error", "is not signed", "NO_PUBKEY", "BADSIG", "EXPKEYSIG");
    private static final List<String> DISK_FULL = List.of("No space left on device", "enough free space");

    private AptFailure() {}

    /// {@return whether apt says that the archive does not have this suite}
    static boolean noSuchSuite(String output) {
        return output.contains("does not have a Release file");
    }

    /// {@return the exception for what apt said}
    ///
    /// @param doing what was asked, for example `fetch kernel "debian": read trixie-backports at …`
    static PlanException of(String doing, Path directory, String output) {
        String said = telling(output);
        if (mentions(output, SIGNATURE)) {
            return PlanException.of(
                    "%s: the archive's signature was not accepted: \"%s\"; nothing was kept; ".formatted(doing, said)
                            + "upgrade the package debian-archive-keyring, or repair the mirror");
        }
        if (mentions(output, DISK_FULL)) {
            return diskFull(doing, directory, said);
        }
        return PlanException.of(
                "%s: apt failed: \"%s\"; check the network and the mirror that apt is configured with, then try again"
                        .formatted(doing, said));
    }

    /// {@return the exception for a file that could not be written}
    public static PlanException of(String doing, Path directory, IOException e) {
        if (mentions(String.valueOf(e.getMessage()), DISK_FULL)) {
            return diskFull(doing, directory, "No space left on device");
        }
        return new PlanException(
                "%s: cannot write in %s: %s; make it writable, or set XDG_CACHE_HOME to a directory that is"
                        .formatted(doing, directory, e),
                e);
    }

    static PlanException diskFull(String doing, Path directory, String said) {
        return PlanException.of("%s: the disk of %s is full: \"%s\"; ".formatted(doing, directory, said)
                + "free some space (ktstr kernel clean), or set XDG_CACHE_HOME to a directory with room");
    }

    /// The first error is the cause, later ones say only that some files failed; a signature's reason is a
    /// warning.
    private static String telling(String output) {
        List<String> lines = output.lines().map(String::strip).toList();
        for (String start : List.of("W: GPG error", "E: ", "Err:", "W: ")) {
            for (String line : lines) {
                if (line.startsWith(start)) {
                    return line.replaceFirst("^[EW]: ", "");
                }
            }
        }
        return lines.isEmpty() ? "(no message)" : lines.getLast();
    }

    private static boolean mentions(String text, List<String> any) {
        String lower = text.toLowerCase(Locale.ROOT);
        return any.stream().anyMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT)));
    }
}
