// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The kinds of work in Java are those of `kt`, with the same parameters and the same defaults.
class KtListTest {
    private static final Path KT = Path.of("../native/target/classes/META-INF/ktstr4j/kt");

    @Test
    void names_parameters_and_defaults_are_those_of_kt() throws Exception {
        Map<String, String> native_ = list();
        Map<String, String> java = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        for (Class<?> each : kinds(Work.class)) {
            String name = each.getSimpleName();
            String words = Objects.requireNonNullElse(native_.remove(name), "not there");
            Work usual = usual(each);
            expected.put(name, usual == null ? names(words) : words);
            java.put(name, usual == null ? names(parameters(sample(each))) : parameters(usual));
        }

        assertEquals(expected, java);
        assertEquals(Map.of(), native_);
        assertTrue(java.size() >= 40, java.size() + " kinds");
    }

    private static Map<String, String> list() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(KT), "kt is not built: run make in native");
        Process process = new ProcessBuilder(KT.toString(), "work", "--list").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        Map<String, String> list = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 2);
            list.put(words[0], words.length > 1 ? words[1] : "");
        }
        return list;
    }

    private static List<Class<?>> kinds(Class<?> sealed) {
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> each : sealed.getPermittedSubclasses()) {
            if (each.isSealed()) kinds.addAll(kinds(each));
            else kinds.add(each);
        }
        return kinds;
    }

    private static @org.jspecify.annotations.Nullable Work usual(Class<?> kind) throws ReflectiveOperationException {
        for (Constructor<?> each : kind.getDeclaredConstructors()) {
            if (each.getParameterCount() == 0) return (Work) each.newInstance();
        }
        return null;
    }

    private static Work sample(Class<?> kind) {
        return switch (kind.getSimpleName()) {
            case "Sequence" ->
                new Program.Sequence(List.of(new Program.Phase(Program.What.SPIN, Duration.ofMillis(1))));
            case "Custom" -> new Program.Custom("/bin/true");
            case "CgroupChurn" -> new Churn.CgroupChurn("b", Duration.ofMillis(100));
            case "CgroupAttachStorm" -> new Churn.CgroupAttachStorm("b", true);
            case "IoSyncWrite" -> new Io.IoSyncWrite("/tmp", 16);
            case "IoRandRead" -> new Io.IoRandRead("/tmp", 1024);
            case "IoConvoy" -> new Io.IoConvoy("/tmp", 1024);
            default -> throw new AssertionError(kind + " needs a sample");
        };
    }

    // The text has no default, and is not listed.
    private static String parameters(Work work) {
        List<String> words = new ArrayList<>();
        work.parameters().forEach((name, value) -> {
            if (!name.equals("text")) words.add(name + "=" + value);
        });
        return String.join(" ", words);
    }

    private static String names(String words) {
        TreeSet<String> names = new TreeSet<>();
        for (String each : words.split(" ", -1)) names.add(each.split("=", 2)[0]);
        return String.join(" ", names);
    }
}
