// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Launcher;

/// A launcher that asks `kt exec`.
final class KtLauncher implements Launcher {
    private final Path socket;
    private final AtomicInteger next = new AtomicInteger();

    KtLauncher(Path socket) {
        this.socket = socket;
    }

    @Override
    public Launched launch(LaunchSpec spec) throws LaunchException, InterruptedException {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            KtProcess process = new KtProcess(channel);
            try {
                process.start(request(spec));
                return process;
            } catch (IOException | LaunchException | RuntimeException e) {
                process.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LaunchException("request", 0, e.toString());
        }
    }

    private ByteBuffer request(LaunchSpec spec) {
        Request request = new Request();
        if (spec.cgroup() != null) {
            request.add("cgroup", spec.cgroup());
            request.add("own", "run-" + next.getAndIncrement());
        }
        if (spec.workingDirectory() != null) {
            request.add("cwd", spec.workingDirectory());
        }
        if (spec.stdin() != null) {
            request.add("stdin", spec.stdin());
        }
        if (!spec.ownGroup()) {
            request.add("pgrp", "parent");
        }
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", "/usr/local/bin:/usr/bin:/bin:/include-files");
        env.put("LC_ALL", "C");
        env.putAll(spec.env());
        env.forEach((name, value) -> request.add("env", name + "=" + value));
        spec.argv().forEach(arg -> request.add("arg", arg));
        return request.toBuffer();
    }

    /// Pairs of strings, each ended by NUL, after their length.
    private static final class Request {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        private void add(String key, String value) {
            body.writeBytes((key + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8));
        }

        private ByteBuffer toBuffer() {
            ByteBuffer buffer = ByteBuffer.allocate(4 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
            return buffer.putInt(body.size()).put(body.toByteArray()).flip();
        }
    }
}
