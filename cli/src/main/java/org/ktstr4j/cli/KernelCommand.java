// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ktstr4j.host.kernel.CachedKernel;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ktstr kernel`: the kernels to test on.
@Command(
        name = "kernel",
        description = "Fetch, list, show and clean kernels to test on.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KernelCommand.Fetch.class,
            KernelCommand.ListAll.class,
            KernelCommand.Show.class,
            KernelCommand.Clean.class
        })
final class KernelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "kernel: no command given: fetch, list, show or clean");
    }

    private static KernelCache cache() {
        return new KernelCache(KernelCache.userRoot(System.getenv()));
    }

    @Command(
            name = "fetch",
            description = "Download a stock kernel from the mirror this machine's apt uses; nothing is installed.",
            mixinStandardHelpOptions = true)
    static final class Fetch implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                defaultValue = "debian",
                paramLabel = "KERNEL",
                description =
                        "debian (the newest cloud kernel with sched_ext), debian:7.3, debian:6.18.15. Default: debian")
        private String kernel = "debian";

        @Override
        public Integer call() {
            try (Screen screen = Screen.ofTerminal()) {
                Kernel fetched = cache().fetch(kernel, step -> {
                    if (screen.terminal()) screen.doing(step);
                    else screen.line("  … " + step);
                });
                screen.doing(null);
                screen.clear();
                System.out.println(fetched.release() + "  " + fetched.image());
            }
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "List the kernels in the cache, newest first.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON")
        private boolean json;

        @Override
        public Integer call() {
            KernelCache cache = cache();
            List<CachedKernel> kernels = cache.list();
            if (json) {
                System.out.println(
                        Json.text(kernels.stream().map(CachedKernel::facts).toList()));
                return 0;
            }
            if (kernels.isEmpty()) {
                System.out.println("no kernels in " + cache.directory() + "; fetch one: ktstr kernel fetch debian");
            }
            for (CachedKernel each : kernels) System.out.printf("%-36s  %s%n", each.release(), each.origin());
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Show what a kernel is and what it can test.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                defaultValue = "debian",
                paramLabel = "KERNEL",
                description = "debian, debian:VERSION, or a path to a bzImage. Default: debian")
        private String kernel = "debian";

        @Override
        public Integer call() {
            cache().show(kernel).lines().forEach(System.out::println);
            return 0;
        }
    }

    @Command(name = "clean", description = "Remove kernels from the cache.", mixinStandardHelpOptions = true)
    static final class Clean implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                paramLabel = "KERNEL",
                description = "debian:VERSION. Default: all but the newest with sched_ext")
        private String kernel = "";

        @Option(names = "--all", description = "Every kernel, and the package lists")
        private boolean all;

        @Override
        public Integer call() {
            KernelCache.Cleaned cleaned =
                    all ? cache().cleanAll() : kernel.isEmpty() ? cache().cleanOlder() : cache().clean(kernel);
            cleaned.releases().forEach(each -> System.out.println("removed " + each));
            System.out.printf(Locale.ROOT, "freed %.1f MiB%n", cleaned.freedBytes() / 1048576.0);
            return 0;
        }
    }
}
