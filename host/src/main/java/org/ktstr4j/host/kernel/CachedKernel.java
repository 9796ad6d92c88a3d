// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.PlanException;

/// A kernel in the cache: a directory `vmlinuz`, `config` if the archive had one, and `kernel.txt`, which says
/// what was asked for and what came, as lines `name value`.
///
/// @param directory where it is
/// @param facts the lines of `kernel.txt`, in order
public record CachedKernel(Path directory, Map<String, String> facts) {
    static final String IMAGE = "vmlinuz";
    static final String CONFIG = "config";
    static final String FACTS = "kernel.txt";

    /// Names in `kernel.txt`.
    static final String SPEC = "spec";

    static final String SUITE = "suite";
    static final String PACKAGE = "package";
    static final String VERSION = "version";
    static final String FETCHED = "fetched";
    static final String IMAGE_SHA256 = "image-sha256";
    static final String CONFIG_SHA256 = "config-sha256";

    /// {@return what is in this directory; without a readable `kernel.txt` it has no facts, and is damaged}
    static CachedKernel read(Path directory) {
        Map<String, String> facts = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(directory.resolve(FACTS))) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    facts.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            facts.clear(); // said by damage()
        }
        return new CachedKernel(directory, facts);
    }

    void write() throws IOException {
        StringBuilder text = new StringBuilder();
        facts.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        Files.writeString(directory.resolve(FACTS), text);
    }

    /// {@return the release, which is the directory's name}
    public String release() {
        return directory.getFileName().toString();
    }

    /// {@return where it came from, in words}
    public String origin() {
        return "Debian %s, %s %s, fetched %s".formatted(fact(SUITE), fact(PACKAGE), fact(VERSION), fact(FETCHED));
    }

    /// {@return a line of `kernel.txt`, `?` if it has none of this name}
    public String fact(String name) {
        return facts.getOrDefault(name, "?");
    }

    /// {@return what is wrong with it, empty if it can be booted}
    public Optional<String> damage() {
        try {
            kernel();
            return Optional.empty();
        } catch (PlanException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// {@return the kernel, its header read}
    ///
    /// @throws PlanException if one of the files is missing or damaged
    public Kernel kernel() {
        Path image = directory.resolve(IMAGE);
        if (!facts.containsKey(IMAGE_SHA256)) {
            throw damaged("no usable " + FACTS, null);
        }
        BzImage header;
        try {
            header = BzImage.read(image);
        } catch (PlanException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
        if (!facts.containsKey(CONFIG_SHA256)) {
            return new Kernel(image, Optional.empty(), header, origin());
        }
        Path config = directory.resolve(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw damaged("no " + CONFIG, null);
        }
        return new Kernel(image, Optional.of(config), header, origin());
    }

    private PlanException damaged(String found, @Nullable PlanException cause) {
        return new PlanException(
                "use cached kernel %s in %s: damaged: %s; run: ktstr kernel clean %s, and fetch it again"
                        .formatted(release(), directory, found, release()),
                cause);
    }
}
