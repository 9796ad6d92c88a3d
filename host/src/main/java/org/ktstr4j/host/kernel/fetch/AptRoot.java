// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ktstr4j.plan.PlanException;

/// A private apt for one suite: its own lists and cache, the host's mirror and proxy settings. It needs no
/// root and
/// does not touch the host's apt. The lists are kept, so that a later update only asks whether they changed.
public final class AptRoot {
    private static final Duration UPDATE_LIMIT = Duration.ofMinutes(10);
    private static final Duration QUERY_LIMIT = Duration.ofMinutes(2);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(60);

    private final String doing;
    private final Command command;
    private final Path directory;
    private final Path conf;
    private final AptSource source;

    private AptRoot(String doing, Command command, Path directory, AptSource source) {
        this.doing = doing;
        this.command = command;
        this.directory = directory;
        this.conf = directory.resolve("apt.conf");
        this.source = source;
    }

    /// {@return a root for this suite, its files written}
    ///
    /// @param doing how a message begins
    /// @param parent where roots are kept
    public static AptRoot create(String doing, Command command, Path parent, AptSource source, String trust)
            throws IOException {
        Path directory = parent.resolve(source.suite().replace('/', '_'));
        Files.createDirectories(directory.resolve("lists/partial"));
        Files.createDirectories(directory.resolve("cache/archives/partial"));
        AptRoot root = new AptRoot(doing, command, directory, source);
        Files.writeString(directory.resolve("sources.list"), sourceLine(source, trust));
        Files.writeString(root.conf, configuration(directory));
        return root;
    }

    /// One target only: a host with apt-file would otherwise download the contents of every package.
    static String sourceLine(AptSource source, String trust) {
        return "deb [arch=amd64 target=Packages %s] %s %s main%n".formatted(trust, source.site(), source.suite());
    }

    /// Read after the host's configuration, which it overrides where that belongs to the host's own suites.
    static String configuration(Path directory) {
        return """
                // hooks, pins and the default release are the host's
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear APT::Default-Release;
                Dir::State "DIR";
                Dir::State::lists "DIR/lists";
                Dir::State::status "/dev/null";
                Dir::Cache "DIR/cache";
                Dir::Cache::pkgcache "";
                Dir::Cache::srcpkgcache "";
                Dir::Etc::sourcelist "DIR/sources.list";
                Dir::Etc::sourceparts "/dev/null";
                Dir::Etc::preferences "/dev/null";
                Dir::Etc::preferencesparts "/dev/null";
                APT::Architecture "amd64";
                #clear APT::Architectures;
                APT::Architectures { "amd64"; };
                APT::Sandbox::User "root";
                // by default a failed download is only a warning
                APT::Update::Error-Mode "any";
                Acquire::AllowInsecureRepositories "false";
                Acquire::AllowDowngradeToInsecureRepositories "false";
                Acquire::Languages "none";
                Acquire::GzipIndexes "true";
                Acquire::Retries "2";
                Acquire::http::Timeout "30";
                Acquire::https::Timeout "30";
                """.replace("DIR", directory.toString());
    }

    /// Brings the lists up to date. {@return false if the archive does not have this suite}
    ///
    /// @throws PlanException if the mirror does not answer, the signature does not verify, the disk is full
    public boolean update() {
        Command.Ended<String> ended =
                command.run(UPDATE_LIMIT, List.of("apt-get", "-q", "-c", conf.toString(), "update"));
        if (ended.ok()) {
            return true;
        }
        String said = ended.err() + ended.out();
        if (AptFailure.noSuchSuite(said)) {
            return false;
        }
        throw AptFailure.of("%s: read the package lists of %s".formatted(doing, source), directory, said);
    }

    /// {@return the packages whose name begins so and matches}
    List<AptPackage> packages(String prefix, Pattern pattern) {
        List<String> show = new ArrayList<>(List.of("apt-cache", "-c", conf.toString(), "--no-all-versions", "show"));
        int fixed = show.size();
        query(List.of("apt-cache", "-c", conf.toString(), "pkgnames", prefix))
                .lines()
                .filter(name -> pattern.matcher(name).matches())
                .sorted()
                .forEach(show::add);
        return show.size() == fixed ? List.of() : AptPackage.parse(query(show));
    }

    private String query(List<String> argv) {
        Command.Ended<String> ended = command.run(QUERY_LIMIT, argv);
        // `show` fails when any of the names is only mentioned by others; what it found is still printed.
        if (!ended.ok() && ended.out().isEmpty() && !ended.err().contains("No packages found")) {
            throw AptFailure.of("%s: ask for kernels in %s".formatted(doing, source), directory, ended.err());
        }
        return ended.out();
    }

    /// {@return the package's file, downloaded into the command's directory, its hash verified by apt}
    ///
    /// @throws PlanException as [#update]
    public Path download(AptPackage wanted) throws IOException {
        Path into = command.aside().directory();
        long free = Files.getFileStore(into).getUsableSpace();
        // the package, and what is unpacked of it
        long needed = 2 * wanted.sizeBytes();
        String what = "%s: download %s from %s".formatted(doing, wanted.name(), source);
        if (free < needed) {
            throw AptFailure.diskFull(
                    what, command.aside().parent(), "needs %s, has %s".formatted(Sizes.mib(needed), Sizes.mib(free)));
        }
        Command.Ended<String> ended = command.run(
                DOWNLOAD_LIMIT,
                List.of("apt-get", "-q", "-c", conf.toString(), "download", wanted.name() + "=" + wanted.version()));
        if (!ended.ok()) {
            throw AptFailure.of(what, command.aside().parent(), ended.err() + ended.out());
        }
        try (var files = Files.newDirectoryStream(into, wanted.name() + "_*.deb")) {
            for (Path file : files) {
                return file;
            }
        }
        throw AptFailure.of(what, command.aside().parent(), "E: apt ended well but left no file");
    }
}
