// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.json.JsonFactory;

/// Documents of 100 MB, and text of 16 MB that was made to hurt.
@Timeout(240)
class LargeDocumentTest {
    private static final int MB = 1_000_000;

    /// A JVM with 144 MiB of heap, 96 of which hold the document.
    @Test
    void a_hundred_megabytes_need_little_more_than_themselves() throws Exception {
        assertEquals("20000 metrics, 1 notices", inSmallJvm("members"));
        assertEquals("1 metrics, 0 notices", inSmallJvm("strings"));
    }

    private static String inSmallJvm(String kind) throws Exception {
        String classPath = location(LargeDocumentTest.class)
                + File.pathSeparator
                + location(Extractor.class)
                + File.pathSeparator
                + location(JsonFactory.class);
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx144m",
                        "-cp",
                        classPath,
                        LargeDocumentTest.class.getName(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /// Reads a document of 100 MB and says how much was found in it.
    ///
    /// @param args kind of document
    public static void main(String[] args) {
        Output output = args[0].equals("members")
                ? repeated("{\"list\":[", "{\"name\":\"x\",\"value\":12.5,\"flag\":true},", "7],\"last\":1}", 100 * MB)
                : repeated("{\"log\":[", "\"a line of a log that is not read\",", "\"\"],\"last\":1}", 100 * MB);
        Extraction found = extract(output);
        System.out.println(
                found.metrics().size() + " metrics, " + found.notices().size() + " notices");
    }

    @Test
    void text_that_is_all_brackets_ends_in_time() {
        for (String part : new String[] {
            "{", "[", "[1 ", "{\"a\":1 ", "[[1]", "[\"", "{\"a\":", "]", "[nan,", "[1]", "{} ", "[1] x\n"
        }) {
            extract(repeated("", part, "", 2 * MB));
        }
        extract(repeated("{\"a\":1 x", "[", "", 16 * MB));
        extract(repeated("", "[1 ", "", 16 * MB));
    }

    @Test
    void deep_nesting_loses_only_what_is_deep() {
        String deep = "[".repeat(50_000) + "1" + "]".repeat(50_000);
        Extraction found = extract(Output.of("{\"deep\":" + deep + ",\"a\":1}"));

        assertEquals(2, found.metrics().size());
        assertEquals("a", found.metrics().getFirst().name());
    }

    private static Extraction extract(Output output) {
        return new JsonExtractor().extract(new Capture(output, Output.empty(), java.util.Map.of()));
    }

    private static Output repeated(String first, String part, String last, int size) {
        OutputBuffer buffer = new OutputBuffer(Long.MAX_VALUE);
        append(buffer, first);
        String block = part.repeat(Math.max(1, 10_000 / part.length()));
        for (int done = 0; done < size; done += block.length()) {
            append(buffer, block);
        }
        append(buffer, last);
        return buffer.toOutput();
    }

    private static void append(OutputBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.append(bytes, 0, bytes.length);
    }
}
