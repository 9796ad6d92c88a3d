// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// All of the agent's own classes as lines of a class list, with what the JVM can link of them beforehand: the training
/// run on the host does not come as far as a test in a guest.
///
/// The format is the JVM's (`classListParser.cpp` of HotSpot): the names of classes, and of each the entries of its
/// constant pool to be resolved, call sites of lambdas among them. What it cannot resolve it leaves for later.
final class AgentClasses {
    /// How our jars begin; of the libraries the training run loads what is used.
    private static final String OURS = "ktstr4j-";

    private AgentClasses() {}

    /// {@return lines for the classes in those of the jars that are ours, and for classes of the JDK that they name}
    static List<String> lines(List<Path> jars) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path jar : jars) {
            if (!jar.getFileName().toString().startsWith(OURS)) continue;
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry each : (Iterable<JarEntry>) file.stream()::iterator) {
                    String name = each.getName();
                    if (!name.endsWith(".class") || name.endsWith("-info.class")) continue;
                    try (InputStream in = file.getInputStream(each)) {
                        add(lines, ClassFile.of().parse(in.readAllBytes()));
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    private static void add(Set<String> lines, ClassModel model) {
        StringBuilder entries =
                new StringBuilder("@cp ").append(model.thisClass().asInternalName());
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry named -> {
                    entries.append(' ').append(named.index());
                    addOfJdk(lines, named.asInternalName());
                }
                case MemberRefEntry member -> entries.append(' ').append(member.index());
                case InvokeDynamicEntry site
                when isLambda(site) -> {
                    entries.append(' ').append(site.index());
                    String made = site.typeSymbol().returnType().descriptorString();
                    addOfJdk(lines, made.substring(1, made.length() - 1));
                }
                default -> {
                    // nothing to resolve, or nothing that an archive can hold
                }
            }
        }
        lines.add(model.thisClass().asInternalName());
        lines.add(entries.toString());
    }

    private static void addOfJdk(Set<String> lines, String name) {
        if (name.startsWith("java/")) lines.add(name);
    }

    private static boolean isLambda(InvokeDynamicEntry site) {
        String of = site.bootstrap().bootstrapMethod().reference().owner().asInternalName();
        return of.equals("java/lang/invoke/LambdaMetafactory");
    }
}
