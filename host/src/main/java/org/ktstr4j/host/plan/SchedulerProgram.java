// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scheduler.Scheduler;

/// Looks up the program of a scheduler on the host (docs/schedulers.md has the order), and refuses a stale one.
public final class SchedulerProgram {
    private final Function<String, Optional<String>> settings;
    private final List<Path> directories;

    /// A search.
    ///
    /// @param settings looks a property up: `ktstr.scheduler.NAME`
    /// @param directories where names are looked up, in order
    public SchedulerProgram(Function<String, Optional<String>> settings, List<Path> directories) {
        this.settings = settings;
        this.directories = List.copyOf(directories);
    }

    /// {@return the search of this host: properties and environment, then the programs built for this kernel, then what
    /// cargo leaves in `target`, then PATH}
    ///
    /// @param built directory of the example schedulers
    public static SchedulerProgram ofHost(Path built) {
        List<Path> directories = new ArrayList<>(List.of(built, Path.of("target/release"), Path.of("target/debug")));
        for (String each : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)) {
            if (each.startsWith("/")) directories.add(Path.of(each));
        }
        return new SchedulerProgram(
                name -> Optional.ofNullable(System.getProperty(name))
                        .or(() -> Optional.ofNullable(
                                System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')))),
                directories);
    }

    /// {@return the absolute path of this program}
    ///
    /// @param exe path or name
    /// @throws PlanException if it is not there, or older than what it is made from
    public Path find(Scheduler scheduler, String exe) {
        String doing = "find scheduler %s: ".formatted(scheduler.name());
        Path found = locate(doing, exe);
        newest(doing, scheduler.sources()).ifPresent(source -> refuseStale(doing, found, source));
        return found;
    }

    private Path locate(String doing, String exe) {
        String setting = "ktstr.scheduler." + exe;
        Optional<String> set = exe.contains("/") ? Optional.empty() : settings.apply(setting);
        Path named = Path.of(set.orElse(exe)).toAbsolutePath().normalize();
        if (set.isPresent() || exe.contains("/")) {
            if (Files.isRegularFile(named)) return named;
            throw PlanException.of(doing + "no file " + named + (set.isPresent() ? ", named by " + setting : "")
                    + "; build it, or correct the path");
        }
        for (Path directory : directories) {
            Path at = directory.resolve(exe);
            if (Files.isExecutable(at) && Files.isRegularFile(at)) return at.toAbsolutePath();
        }
        throw PlanException.of("%sno program \"%s\" in %s and PATH; build it, give its path, or set %s"
                .formatted(
                        doing,
                        exe,
                        String.join(
                                ", ",
                                directories.stream()
                                        .limit(3)
                                        .map(Path::toString)
                                        .toList()),
                        setting));
    }

    private static Optional<Path> newest(String doing, List<String> sources) {
        Path newest = null;
        FileTime at = FileTime.fromMillis(0);
        for (String source : sources) {
            Path top = Path.of(source);
            if (!Files.exists(top))
                throw PlanException.of(doing + "its source " + source + " is not there; correct the path");
            try (Stream<Path> all = Files.walk(top)) {
                for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    FileTime changed = Files.getLastModifiedTime(each);
                    if (changed.compareTo(at) > 0) {
                        at = changed;
                        newest = each;
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                throw new PlanException(doing + "cannot read its source " + source + ": " + e, e);
            }
        }
        return Optional.ofNullable(newest);
    }

    private static void refuseStale(String doing, Path program, Path source) {
        try {
            FileTime built = Files.getLastModifiedTime(program);
            FileTime changed = Files.getLastModifiedTime(source);
            if (built.compareTo(changed) >= 0) return;
            throw PlanException.of("%s%s is stale: built %s, but %s changed %s; build it again"
                    .formatted(doing, program, built, source, changed));
        } catch (IOException e) {
            throw new PlanException(doing + e, e);
        }
    }
}
