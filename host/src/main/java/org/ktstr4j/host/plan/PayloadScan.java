// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scheduler.Scheduler;

/// Finds the payload constants that a body can reach, so that their programs travel with it.
///
/// `ctx.payload(FIO)` reads a static field of type [Payload]; that read is the declaration. Followed are the
/// body and
/// what it calls, lambdas included, within the test class, its superclasses, and the classes these are nested
/// with.
/// Of a nested class that is constructed all methods count: who calls them may be the JDK.
public final class PayloadScan {
    private static final ClassDesc PAYLOAD = ClassDesc.ofDescriptor("Lorg/ktstr4j/payload/Payload;");
    private static final ClassDesc SCHEDULER = ClassDesc.ofDescriptor("Lorg/ktstr4j/scheduler/Scheduler;");

    private record Called(String owner, String name, String descriptor) {
        // What is not declared in a class is inherited from one of these.
        Called in(ClassEntry parent) {
            return new Called(parent.asInternalName().replace('/', '.'), name, descriptor);
        }
    }

    private final ClassLoader loader;
    private final String testClass;
    private final Set<String> ancestry = new HashSet<>();
    private final Set<String> nests = new HashSet<>();
    private final Map<String, Optional<ClassModel>> models = new HashMap<>();
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final Queue<Called> open = new ArrayDeque<>();
    private final Set<Called> seen = new HashSet<>();

    private PayloadScan(Class<?> testClass) {
        ClassLoader own = testClass.getClassLoader();
        this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        this.testClass = testClass.getName();
        for (Class<?> at = testClass; at != null && at != Object.class; at = at.getSuperclass()) {
            ancestry.add(at.getName());
            nests.add(at.getNestHost().getName());
        }
    }

    /// {@return the payloads that this body can reach, in the order they are met}
    public static Collection<Payload> of(Class<?> testClass, Method body) {
        return constants(testClass, body, Payload.class);
    }

    /// {@return the schedulers that this body can reach, in the order they are met}
    public static Collection<Scheduler> schedulers(Class<?> testClass, Method body) {
        return constants(testClass, body, Scheduler.class);
    }

    private static <T> Collection<T> constants(Class<?> testClass, Method body, Class<T> type) {
        PayloadScan scan = new PayloadScan(testClass);
        Class<?> owner = body.getDeclaringClass();
        String descriptor = MethodType.methodType(body.getReturnType(), body.getParameterTypes())
                .descriptorString();
        scan.visit(new Called(owner.getName(), body.getName(), descriptor));
        // The constructor and the initializer run before the body.
        scan.visit(new Called(testClass.getName(), "<init>", "()V"));
        scan.visit(new Called(testClass.getName(), "<clinit>", "()V"));
        while (!scan.open.isEmpty()) scan.follow(scan.open.remove());
        return scan.found.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private void visit(Called called) {
        if (seen.add(called)) open.add(called);
    }

    private void follow(Called called) {
        ClassModel model = model(called.owner()).orElse(null);
        if (model == null) return;
        boolean whole = called.name().equals("<init>") && !ancestry.contains(called.owner());
        boolean declared = false;
        for (MethodModel method : model.methods()) {
            boolean same = method.methodName().equalsString(called.name())
                    && method.methodType().equalsString(called.descriptor());
            declared |= same;
            if (same || whole) method.code().ifPresent(code -> code.forEach(this::element));
        }
        if (declared) return;
        model.superclass().ifPresent(parent -> visit(called.in(parent)));
        model.interfaces().forEach(parent -> visit(called.in(parent)));
    }

    private void element(Object element) {
        switch (element) {
            case FieldInstruction read
            when read.opcode() == Opcode.GETSTATIC
                    && (read.typeSymbol().equals(PAYLOAD) || read.typeSymbol().equals(SCHEDULER)) ->
                add(read.owner().asInternalName().replace('/', '.'), read.name().stringValue());
            case InvokeInstruction call ->
                visitOwn(
                        call.owner().asInternalName(),
                        call.name().stringValue(),
                        call.type().stringValue());
            case InvokeDynamicInstruction lambda -> {
                for (Object argument : lambda.bootstrapArgs()) {
                    if (argument instanceof DirectMethodHandleDesc handle) {
                        String owner = handle.owner().descriptorString();
                        visitOwn(
                                owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor());
                    }
                }
            }
            default -> {}
        }
    }

    private void visitOwn(String internalOwner, String name, String descriptor) {
        String owner = internalOwner.replace('/', '.');
        if (nests.stream().noneMatch(nest -> owner.equals(nest) || owner.startsWith(nest + "$"))) return;
        visit(new Called(owner, name, descriptor));
        // The test class may override what is called in a superclass.
        if (ancestry.contains(owner) && !name.startsWith("<")) visit(new Called(testClass, name, descriptor));
    }

    private void add(String owner, String name) {
        String key = owner + "." + name;
        if (found.containsKey(key)) return;
        try {
            Class<?> at = Class.forName(owner, true, loader);
            Field field = find(at, name);
            if (field == null) throw new NoSuchFieldException(name);
            field.setAccessible(true);
            Object constant = field.get(null);
            if (constant != null) found.put(key, constant);
        } catch (ReflectiveOperationException | LinkageError | InaccessibleObjectException e) {
            throw new PlanException("find constant %s: cannot read the constant: %s".formatted(key, e), e);
        }
    }

    private static @Nullable Field find(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) return field;
            }
            for (Class<?> each : at.getInterfaces()) {
                Field field = find(each, name);
                if (field != null) return field;
            }
        }
        return null;
    }

    private Optional<ClassModel> model(String name) {
        return models.computeIfAbsent(name, each -> {
            try (InputStream in = loader.getResourceAsStream(each.replace('.', '/') + ".class")) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(ClassFile.of().parse(in.readAllBytes()));
            } catch (IOException e) {
                throw new PlanException("find payloads of %s: cannot read its class file: %s".formatted(each, e), e);
            }
        });
    }
}
