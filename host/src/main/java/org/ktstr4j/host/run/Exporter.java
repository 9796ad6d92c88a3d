// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.ktstr4j.host.export.RunFile;
import org.ktstr4j.host.export.Scheduling;
import org.ktstr4j.host.export.Script;
import org.ktstr4j.host.image.BaseImage;
import org.ktstr4j.host.image.GuestFiles;
import org.ktstr4j.host.image.Tar;
import org.ktstr4j.host.image.TestLayer;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.plan.ClassPath;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.SceneOrder;
import org.ktstr4j.topology.Topology;

/// Makes a `.run` file of a test: what its guest would hold, below one directory, and the script that
/// runs it on the kernel that is there.
public final class Exporter {
    private static final String ROOT = "root/";
    // One more costs half a second and saves 1 %.
    private static final int LEVEL = 4;
    // A bare machine is as fast as one with KVM.
    private static final Accelerator LIKE_THIS = Accelerator.KVM;
    private static final String KT = "/init";
    private static final String RUNNER = "/opt/ktstr/runner.jar";

    private Exporter() {}

    /// What was written.
    ///
    /// @param file where
    /// @param bytes its length
    /// @param entries files, directories and links in its archive
    public record Exported(Path file, long bytes, int entries) {}

    /// {@return what was written}
    ///
    /// @param declaration the test
    /// @param git the commit that it is made from, or `unknown`
    /// @param output the file
    /// @throws PlanException if the test cannot be exported, or the file not be written; nothing is left
    ///     then
    public static Exported export(Declaration declaration, String git, Path output) {
        String doing = "export " + declaration.id().display() + ": ";
        Path cache = KernelCache.userRoot(System.getenv());
        SchedulerPlan schedulers = SchedulerPlan.of(declaration, "");
        Topology topology = schedulers.topology();
        schedulers.unmet(topology).ifPresent(lacks -> {
            throw PlanException.of(doing + lacks + "; declare a topology that has");
        });
        Tools tools = Tools.unpack(cache);
        try {
            TestLayer layer = TestLayer.over(BaseImage.none());
            Planner.fill(
                    layer,
                    declaration,
                    topology,
                    ClassPath.of(declaration.testClass()),
                    () -> schedulers.pack(layer, ExampleSchedulers.directory(), LIKE_THIS),
                    SceneOrder.NONE);
            addRunner(layer);
            GuestFiles root =
                    BaseImage.bare(cache, tools.parts()).addAll(layer.pack().files());
            return write(declaration, schedulers, git, output, tools, root);
        } catch (IOException e) {
            throw new PlanException(doing + e + "; make room, or give another file with -o", e);
        }
    }

    private static Exported write(
            Declaration declaration, SchedulerPlan schedulers, String git, Path output, Tools tools, GuestFiles root)
            throws IOException {
        Path archive = Files.createTempFile("ktstr-export", ".tar.gz");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            GuestFiles first = new GuestFiles().file(KT, tools.kt(), 0755);
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16);
                    Tar tar = new Tar(new BufferedOutputStream(gzip(new DigestOutputStream(file, digest)), 1 << 16))) {
                tar.write(ROOT, first); // the script needs it before it unpacks the rest
                tar.write(ROOT, root.without(KT));
            }
            Topology topology = schedulers.topology();
            Script script = new Script(
                    declaration.id().className() + "." + declaration.id().methodName(),
                    declaration.id().display(),
                    topology,
                    Planner.memoryMib(declaration.memoryMib(), topology),
                    Planner.timeout(declaration.timeoutS())
                            .plus(schedulers.allowance(LIKE_THIS))
                            .toSeconds(),
                    new Scheduling(schedulers.all()),
                    git,
                    HexFormat.of().formatHex(digest.digest()),
                    root.size());
            RunFile.write(script.text(), archive, output);
            return new Exported(output, Files.size(output), root.size());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static OutputStream gzip(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, 1 << 16) {
            {
                def.setLevel(LEVEL);
            }
        };
    }

    /// Adds our own classes as a jar: the part of the host that is needed without a VM.
    private static void addRunner(TestLayer layer) throws IOException {
        Path own;
        try {
            own = Path.of(Exporter.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(own)) {
            layer.jar(RUNNER, own, classes(own));
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(own)) {
            Path top = jar.getPath("/");
            layer.jar(RUNNER, top, classes(top));
        }
    }

    private static List<Path> classes(Path top) throws IOException {
        List<Path> classes = new ArrayList<>();
        for (String room : List.of("run", "judge", "report", "link", "image")) {
            try (Stream<Path> all = Files.list(top.resolve("org/ktstr4j/host/" + room))) {
                all.filter(each -> each.toString().endsWith(".class")).sorted().forEach(classes::add);
            }
        }
        if (classes.size() < 50) throw new IOException("only " + classes.size() + " of our classes found in " + top);
        return classes;
    }
}
