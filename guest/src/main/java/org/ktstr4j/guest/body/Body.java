// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.body;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.scenario.Ctx;

/// A test's method, loaded and ready to be called.
///
/// The host has checked class, constructor and signature before it booted anything, so what fails here is a
/// class path that differs from the host's, and is reported as it is.
public final class Body {
    private final Object instance;
    private final Method method;

    private Body(Object instance, Method method) {
        this.instance = instance;
        this.method = method;
    }

    /// {@return the body of this test}
    ///
    /// @param test class and method
    /// @param classPath files and directories, in order; the agent's own classes come first
    /// @param agent loads the agent's own classes
    /// @throws Throwable what the class's initializer or constructor threw
    public static Body load(TestId test, List<String> classPath, ClassLoader agent) throws Throwable {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = url(classPath.get(i));
        ClassLoader loader = new URLClassLoader("test", urls, agent);
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = Class.forName(test.className(), true, loader);
        Method method = find(type, test);
        method.setAccessible(true);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            return new Body(constructor.newInstance(), method);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// {@return what the body returned, null for a `void` one}
    ///
    /// @throws Throwable what the body threw
    public @Nullable Object call(Ctx ctx) throws Throwable {
        try {
            return method.getParameterCount() == 0 ? method.invoke(instance) : method.invoke(instance, ctx);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static URL url(String entry) throws MalformedURLException, IOException {
        boolean directory = Files.isDirectory(Path.of(entry));
        return Path.of(directory && !entry.endsWith("/") ? entry + "/" : entry)
                .toUri()
                .toURL();
    }

    private static Method find(Class<?> type, TestId test) throws NoSuchMethodException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method each : at.getDeclaredMethods()) {
                if (each.getName().equals(test.methodName()) && takesCtxAtMost(each)) return each;
            }
        }
        throw new NoSuchMethodException("load " + test.display() + ": the class has no such method in the guest");
    }

    private static boolean takesCtxAtMost(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length == 0 || (parameters.length == 1 && parameters[0] == Ctx.class);
    }
}
