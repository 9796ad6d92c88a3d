// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ktstr4j.plan.PlanException;

/// The guest before any test: `kt`, the agent on its Java runtime, the C library. One for all kernels.
///
/// @param initramfs newc archive, uncompressed; in the cache, not to be changed
/// @param contents what it holds outside of `/opt`: path without leading slash → fingerprint
public record BaseImage(Path initramfs, Map<String, String> contents) {
    /// Raised when the image is made in another way, so that older caches are not taken for it.
    private static final String RECIPE = "2";

    private static final String JRE = "/opt/jre";
    private static final String LIB = "/opt/ktstr/lib/";
    private static final String ARCHIVE = "/opt/ktstr/agent.jsa";
    private static final String OPTIONS = "/opt/ktstr/jvm.options";
    private static final String INITRAMFS = "initramfs.cpio";
    private static final String CONTENTS = "contents";

    /// What the image is made of, beside the JDK that runs us and the C library of this host.
    ///
    /// @param kt the static binary
    /// @param jars class path of the agent, in order
    /// @param mainClass started in the guest, without arguments
    /// @param training arguments of the run on the host that fills the class archive: it should load what the
    /// agent
    ///     needs for a test, then exit with 0; standard input is empty, there is no window and no order
    public record Parts(Path kt, List<Path> jars, String mainClass, List<String> training) {
        /// {@return where the jars are in the guest, in order, without leading slash}
        List<String> guestJars() {
            return jars.stream()
                    .map(jar -> LIB.substring(1) + jar.getFileName())
                    .toList();
        }
    }

    /// {@return the image made of these parts, from the cache if it is there}
    ///
    /// @param cache root of the cache
    /// @throws PlanException if the host lacks something, or its disk has no room
    public static BaseImage build(Path cache, Parts parts) {
        try {
            GuestRuntime runtime = GuestRuntime.make(cache);
            GuestFiles files = files(parts, JvmOptions.argumentFile(ARCHIVE));
            String name = new Fingerprint()
                    .add(RECIPE)
                    .add(runtime.name())
                    .add(files)
                    .add(String.join(" ", parts.training()))
                    .name();
            Path dir = Aside.directory(
                    cache.toAbsolutePath().resolve("images"),
                    name,
                    "the guest's image",
                    aside -> fill(aside, parts, runtime, files));
            return new BaseImage(dir.resolve(INITRAMFS), readContents(dir.resolve(CONTENTS)));
        } catch (IOException e) {
            throw new PlanException("make the guest's image: " + e + "; see that the named file can be read", e);
        }
    }

    /// {@return an image of nothing: a layer over it brings all it needs}
    public static BaseImage none() {
        return new BaseImage(Path.of(""), Map.of());
    }

    /// {@return what an image of these parts holds, but for the archive of classes, for a machine that is no guest}
    ///
    /// @param cache root of the cache
    /// @throws PlanException if the host lacks something
    public static GuestFiles bare(Path cache, Parts parts) {
        try {
            GuestFiles files = new GuestFiles()
                    .addAll(files(parts, JvmOptions.bareArgumentFile()))
                    .addAll(GuestRuntime.make(cache).files(JRE))
                    .directory("/run/ktstr", 0755);
            Closure.ofHost().complete(files);
            return files;
        } catch (IOException e) {
            throw new PlanException("gather the agent's runtime: " + e + "; see that the named file can be read", e);
        }
    }

    /// {@return whether the image has this very entry, or a directory of whatever mode in its place}
    boolean has(String path, Entry entry) {
        String known = contents.get(path);
        if (entry instanceof Entry.Directory) {
            return known != null;
        }
        try {
            return known != null && known.equals(new Fingerprint().add(entry).name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GuestFiles files(Parts parts, String jvmOptions) throws IOException {
        GuestFiles files = Skeleton.files();
        files.file("/init", parts.kt().toRealPath(), 0755).link("/bin/kt", "/init");
        for (int i = 0; i < parts.jars().size(); i++) {
            files.file("/" + parts.guestJars().get(i), parts.jars().get(i).toRealPath(), 0644);
        }
        String classPath = "/" + String.join(":/", parts.guestJars());
        List<String> argv = List.of(JRE + "/bin/java", "@" + OPTIONS, "-cp", classPath, parts.mainClass());
        files.file("/opt/ktstr/agent.argv", (String.join("\n", argv) + "\n").getBytes(UTF_8), 0644);
        files.file(OPTIONS, jvmOptions.getBytes(UTF_8), 0644);
        return files;
    }

    private static void fill(Path aside, Parts parts, GuestRuntime runtime, GuestFiles small) throws IOException {
        Path root = Files.createTempDirectory(aside, "root");
        for (int i = 0; i < parts.jars().size(); i++) {
            Path jar = root.resolve(parts.guestJars().get(i));
            Files.createDirectories(jar.getParent());
            Files.copy(parts.jars().get(i), jar);
            Files.setLastModifiedTime(jar, FileTime.from(Newc.MTIME_S, TimeUnit.SECONDS));
        }
        Path archive = root.resolve("agent.jsa");
        ClassArchive.make(runtime, root, parts, archive);
        GuestFiles files =
                new GuestFiles().addAll(small).addAll(runtime.files(JRE)).file(ARCHIVE, archive, 0644);
        Closure.ofHost().complete(files);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside.resolve(INITRAMFS)), 1 << 16)) {
            Newc.write(files, out);
        }
        StringBuilder contents = new StringBuilder();
        for (Map.Entry<String, Entry> file : files.entries().entrySet()) {
            if (!file.getKey().startsWith("opt/")) {
                contents.append(new Fingerprint().add(file.getValue()).name())
                        .append(' ')
                        .append(file.getKey())
                        .append('\n');
            }
        }
        Files.writeString(aside.resolve(CONTENTS), contents);
        Aside.remove(root);
    }

    private static Map<String, String> readContents(Path file) throws IOException {
        Map<String, String> contents = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            contents.put(line.substring(space + 1), line.substring(0, space));
        }
        return Map.copyOf(contents);
    }
}
