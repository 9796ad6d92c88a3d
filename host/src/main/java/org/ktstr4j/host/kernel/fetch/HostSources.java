// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.plan.PlanException;

/// The Debian archives this host's apt is configured with: its own mirror serves the suites that it does not
/// use, too.
public final class HostSources {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /// Newer kernels of the stable release, then what stable has. Not sid: its kernels come and go within days.
    private static final List<String> WANTED_SUITES = List.of("trixie-backports", "trixie");

    private static final Pattern URI = Pattern.compile("'(.+?)/dists/(.+?)/InRelease' .*");

    private HostSources() {}

    /// {@return the suites to look into, in this order}
    ///
    /// @throws PlanException if apt knows of no archive that may be Debian's
    static List<AptSource> find(Command command) {
        String targets = command.run(
                        LIMIT, List.of("apt-get", "indextargets", "--format", "$(SITE)|$(RELEASE)|$(ORIGIN)|$(LABEL)"))
                .out();
        if (!targets.isBlank()) {
            return suites(parseTargets(targets));
        }
        // No lists were ever downloaded, as in a container image: the configured URIs are all there is.
        return suites(parseUris(
                command.run(LIMIT, List.of("apt-get", "--print-uris", "update")).out()));
    }

    static List<AptSource> parseTargets(String out) {
        Set<AptSource> sources = new LinkedHashSet<>();
        for (String line : out.lines().toList()) {
            String[] f = line.split("\\|", -1);
            if (f.length == 4 && f[2].equals("Debian")) {
                sources.add(new AptSource(f[0], f[1], f[3].equals("Debian")));
            }
        }
        return List.copyOf(sources);
    }

    static List<AptSource> parseUris(String out) {
        Set<AptSource> sources = new LinkedHashSet<>();
        for (String line : out.lines().toList()) {
            Matcher m = URI.matcher(line);
            if (m.matches() && !m.group(1).startsWith("cdrom:")) {
                sources.add(new AptSource(m.group(1), m.group(2), !m.group(2).contains("-security")));
            }
        }
        return List.copyOf(sources);
    }

    static List<AptSource> suites(List<AptSource> own) {
        if (own.stream().noneMatch(AptSource::main)) {
            throw PlanException.of("fetch a kernel of Debian: apt is configured with no archive of Debian; "
                    + "add a Debian mirror to /etc/apt/sources.list.d, or give the path of a bzImage");
        }
        List<String> sites = own.stream()
                .filter(AptSource::main)
                .map(AptSource::site)
                .distinct()
                .toList();
        Set<AptSource> all = new LinkedHashSet<>();
        for (String suite : WANTED_SUITES) {
            for (String site : sites) {
                all.add(new AptSource(site, suite, true));
            }
        }
        own.stream()
                .filter(s -> !s.suite().matches("sid|unstable|experimental.*"))
                .forEach(all::add);
        return new ArrayList<>(all);
    }
}
