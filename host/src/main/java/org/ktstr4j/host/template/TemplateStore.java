// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The templates of a cache directory, shared by any number of processes. Each is made once, by whoever comes
/// first, aside and under a lock; the others wait. A maker that dies leaves a directory that the next one
/// removes.
public final class TemplateStore {
    private static final String ASIDE = ".aside-";
    private static final String REMOVED = "-removed";
    private static final int KEY_DIGITS = 16;

    private final Path root;
    private final Set<String> sound = ConcurrentHashMap.newKeySet();
    // A process that closes a file loses all its locks of it, so that cleaning must not even look at its own.
    private final Set<String> making = ConcurrentHashMap.newKeySet();

    /// A store in this directory, which need not exist.
    public TemplateStore(Path root) {
        this.root = root.toAbsolutePath();
    }

    /// Fills an empty directory.
    public interface Maker {
        /// {@return what it has put there}
        Made make(Path directory) throws IOException;
    }

    /// What is in a directory that was filled.
    ///
    /// @param diskBytes bytes that it takes on disk
    /// @param crc32c checksums of files that need not be read for that, by name
    public record Made(long diskBytes, Map<String, Long> crc32c) {
        /// With a map of its own.
        public Made {
            crc32c = Map.copyOf(crc32c);
        }
    }

    /// {@return the name of an identity: equal ones have equal names}
    public static String key(Map<String, String> identity) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(identity)
                    .forEach((name, value) -> digest.update((name + "\0" + value + "\0").getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /// {@return the template of this identity, if there is one; it counts as used now}
    public Optional<Template> find(Map<String, String> identity) {
        Path dir = root.resolve(key(identity));
        Optional<Template> found = read(dir);
        if (found.isPresent()) {
            try {
                Files.setLastModifiedTime(dir, FileTime.from(Instant.now()));
            } catch (IOException e) {
                // A cache that may only be read still serves; its use is then not seen by the clean-up.
            }
        }
        return found;
    }

    /// {@return the template of this identity, made now if nobody has}
    ///
    /// @param waiting called if another process is making it
    /// @throws IOException if it cannot be written
    public Template make(Map<String, String> identity, Runnable waiting, Maker maker) throws IOException {
        String key = key(identity);
        Files.createDirectories(root);
        making.add(key);
        try (KeyLock _ = KeyLock.take(lock(key), waiting)) {
            Optional<Template> made = find(identity);
            if (made.isPresent()) return made.get();
            Path aside = root.resolve(ASIDE + key);
            try {
                remove(aside); // of a maker that was killed
                remove(root.resolve(key)); // without a seal
                Files.createDirectory(aside);
                Seal.write(aside, identity, maker.make(aside));
                Files.move(aside, root.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(aside);
            }
            sound.add(key); // its bytes have just been read
            return find(identity).orElseThrow(() -> new IOException("%s: gone as soon as made".formatted(key)));
        } finally {
            making.remove(key);
        }
    }

    /// {@return what is wrong with the template's files, empty if nothing is; looked at once for each store}
    public String damage(Template template) {
        if (sound.contains(template.key())) return "";
        String damage = Seal.damage(template.dir());
        if (damage.isEmpty()) sound.add(template.key());
        return damage;
    }

    /// Removes a template. Guests that have started from it keep what they have.
    public void remove(Template template) throws IOException {
        sound.remove(template.key());
        // out of sight first: a directory that is only half there must not be found
        Path doomed = root.resolve(ASIDE + template.key() + REMOVED);
        Files.move(template.dir(), doomed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        remove(doomed);
    }

    /// {@return all templates, the one used last first}
    public List<Template> list() {
        List<Template> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> all = Files.list(root)) {
                all.filter(dir -> !dir.getFileName().toString().startsWith("."))
                        .flatMap(dir -> read(dir).stream())
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException("list templates in %s: %s".formatted(root, e), e);
            }
        }
        found.sort(Comparator.comparing(Template::lastUsed).reversed());
        return found;
    }

    /// Removes what is beyond the limits, least recently used first, and what makers and removers left that were
    /// killed.
    ///
    /// @return the templates that were removed
    public List<Template> clean(Limits limits) throws IOException {
        sweep();
        List<Template> removed = new ArrayList<>();
        long bytes = 0;
        Instant oldest = Instant.now().minus(limits.age());
        for (Template template : list()) {
            bytes += template.bytes();
            if (bytes > limits.bytes() || template.lastUsed().isBefore(oldest)) {
                remove(template);
                removed.add(template);
            }
        }
        return removed;
    }

    // Stays, empty, when its template goes: a lock that is removed while somebody opens it would be two locks.
    private Path lock(String key) {
        return root.resolve("." + key + ".lock");
    }

    private void sweep() throws IOException {
        if (!Files.isDirectory(root)) return;
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(root, ASIDE + "*")) {
            for (Path aside : asides) {
                String key = aside.getFileName().toString().substring(ASIDE.length());
                if (key.endsWith(REMOVED)) remove(aside);
                else if (!making.contains(key)) removeUnlessMade(key, aside);
            }
        }
    }

    private void removeUnlessMade(String key, Path aside) throws IOException {
        try (KeyLock lock = KeyLock.tryTake(lock(key))) {
            if (lock != null) remove(aside);
        }
    }

    private static Optional<Template> read(Path dir) {
        if (!Files.isDirectory(dir)) return Optional.empty();
        try {
            Seal seal = Seal.read(dir);
            return Optional.of(new Template(
                    dir, seal.identity(), Files.getLastModifiedTime(dir).toInstant(), seal.diskBytes()));
        } catch (IOException e) {
            return Optional.empty(); // to be made anew
        }
    }

    private static void remove(Path dir) throws IOException {
        if (!Files.exists(dir)) return;
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // somebody else removes it, too
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) throw e.getCause();
        }
    }
}
