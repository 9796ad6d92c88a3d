// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.plan.PlanException;

/// The options a kernel was built with. Names are without their `CONFIG_`.
public final class KernelConfig {
    private static final String PREFIX = "CONFIG_";
    private static final Pattern TITLE = Pattern.compile("# Linux/\\S+ (\\S+) Kernel Configuration");

    private final Map<String, String> values;
    private final Optional<String> title;

    private KernelConfig(Map<String, String> values, Optional<String> title) {
        this.values = values;
        this.title = title;
    }

    /// {@return the config in this file}
    ///
    /// @throws PlanException if it cannot be read or a line is neither comment nor option
    public static KernelConfig read(Path path) {
        try {
            return parse(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new PlanException("read kernel config \"%s\": %s; check the file".formatted(path, e), e);
        }
    }

    /// {@return the config in this text}
    ///
    /// @param source where it is from, for messages
    static KernelConfig parse(String source, String text) {
        Map<String, String> values = new TreeMap<>();
        Optional<String> title = Optional.empty();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                Matcher found = TITLE.matcher(line);
                title = found.matches() ? Optional.of(found.group(1)) : title;
                continue;
            }
            int equals = line.indexOf('=');
            if (!line.startsWith(PREFIX) || equals <= PREFIX.length()) {
                throw PlanException.of(
                        "read kernel config \"%s\": line %d is \"%s\"; expected \"CONFIG_NAME=value\" or a comment"
                                .formatted(source, i + 1, line.length() > 60 ? line.substring(0, 60) + "…" : line));
            }
            values.put(line.substring(PREFIX.length(), equals), unquoted(line.substring(equals + 1)));
        }
        if (values.isEmpty()) {
            throw PlanException.of(
                    "read kernel config \"%s\": no option in it; give the config the kernel was built with"
                            .formatted(source));
        }
        return new KernelConfig(values, title);
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /// {@return the value: `y`, `m`, a number or a text without quotes; empty if the option is not set}
    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option)).filter(v -> !v.equals("n"));
    }

    /// {@return whether the option is compiled in, `y`; a module does not count, the guest loads none}
    public boolean builtIn(String option) {
        return value(option).filter("y"::equals).isPresent();
    }

    /// {@return the option as a message shows it: `CONFIG_NUMA=y`, `CONFIG_NUMA is not set`}
    public String shown(String option) {
        return PREFIX + option + value(option).map(v -> "=" + v).orElse(" is not set");
    }

    /// {@return the kernel version in the title line the kernel's build writes, without local suffixes}
    Optional<String> titleVersion() {
        return title;
    }
}
