// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// What the frames under `zstd/` among the test resources were made of. `java.util.Random` gives the same
/// everywhere.
enum Contents {
    EMPTY,
    ZEROS,
    NOISE,
    WORDS,
    CODE;

    private static final String[] WORD = {
        "task",
        "rq",
        "cpu",
        "llc",
        "node",
        "sibling",
        "dsq",
        "slice",
        "vruntime",
        "lag",
        "deadline",
        "wakeup",
        "preemption",
        "migration",
        "throttle",
        "cpumask",
        "cpuset",
        "weight"
    };

    byte[] bytes() {
        Random random = new Random(7);
        return switch (this) {
            case EMPTY -> new byte[0];
            case ZEROS -> new byte[300_000];
            case NOISE -> noise(random, 3_000);
            case WORDS -> words(random, 200_000);
            case CODE -> code(random);
        };
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] words(Random random, int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(WORD[(int) Math.abs(random.nextGaussian() * 6) % WORD.length]);
            text.append(random.nextInt(9) == 0 ? '\n' : ' ');
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
    }

    /// Text, zeros, noise and far repeats by turns: blocks of every kind, tables that are used again.
    private static byte[] code(Random random) {
        byte[] text = words(random, 60_000);
        byte[] bytes = new byte[500_000];
        System.arraycopy(text, 0, bytes, 0, text.length);
        System.arraycopy(noise(random, 5_000), 0, bytes, 100_000, 5_000);
        System.arraycopy(text, 10_000, bytes, 260_000, 40_000);
        System.arraycopy(words(random, 60_000), 0, bytes, 400_000, 60_000);
        for (int i = 300_000; i < 390_000; i++) {
            bytes[i] = (byte) (i % 251 ^ i >> 9);
        }
        return bytes;
    }
}
