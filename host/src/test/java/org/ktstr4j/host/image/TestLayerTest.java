// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class TestLayerTest {
    @TempDir
    Path temporary;

    Path dir = Path.of("");
    Path program = Path.of("");
    Path libc = Path.of("");

    @BeforeEach
    void aHost() throws IOException {
        dir = temporary.toRealPath();
        program = new ElfFile().needed("libc.so.6", "liba.so").write(dir.resolve("bin/run"));
        libc = new ElfFile().soname("libc.so.6").write(dir.resolve("lib/libc.so.6"));
        new ElfFile().write(dir.resolve("lib/liba.so"));
        Files.createDirectories(dir.resolve("classes/x"));
        Files.writeString(dir.resolve("classes/x/T.class"), "code");
        Files.writeString(dir.resolve("dep.jar"), "jar");
    }

    @Test
    void order_class_path_and_program_are_in_it() throws IOException {
        TestLayer layer = layer(Map.of());

        assertEquals(List.of("/ktstr/classpath/00-classes"), layer.classPath(dir.resolve("classes")));
        assertEquals(List.of(), layer.classPath(dir.resolve("gone")));
        assertEquals(List.of("/ktstr/classpath/01-dep.jar"), layer.classPath(dir.resolve("dep.jar")));
        assertEquals(program.toString(), layer.program("run"));
        assertEquals(program.toString(), layer.program("run"));
        layer.order("{}".getBytes(UTF_8));
        layer.kernelConfig("7.3.4", Files.writeString(dir.resolve("config"), "CONFIG_X=y\n"));

        var items = CpioReader.read(written(layer));
        assertEquals("{}", text(items, "ktstr/order.json"));
        assertEquals("code", text(items, "ktstr/classpath/00-classes/x/T.class"));
        assertEquals("jar", text(items, "ktstr/classpath/01-dep.jar"));
        assertEquals("CONFIG_X=y\n", text(items, "boot/config-7.3.4"));
        assertEquals(
                Files.readString(libc, ISO_8859_1), text(items, libc.toString().substring(1)));
        assertEquals(0100755, item(items, program.toString().substring(1)).mode());
    }

    @Test
    void many_classes_travel_as_one_jar_and_resources_stay_files() throws IOException {
        for (int i = 0; i < 301; i++) {
            Files.writeString(dir.resolve("classes/x/T" + i + ".class"), "code");
        }
        Files.writeString(dir.resolve("classes/x/data.json"), "{}");
        TestLayer layer = layer(Map.of());

        List<String> guest = layer.classPath(dir.resolve("classes"));

        assertEquals(List.of("/ktstr/classpath/00-classes.jar", "/ktstr/classpath/00-classes"), guest);
        assertEquals(
                List.of(
                        "ktstr",
                        "ktstr/classpath",
                        "ktstr/classpath/00-classes",
                        "ktstr/classpath/00-classes.jar",
                        "ktstr/classpath/00-classes/x",
                        "ktstr/classpath/00-classes/x/data.json"),
                List.copyOf(CpioReader.read(written(layer)).keySet()));
    }

    @Test
    void what_the_base_image_has_is_left_out_if_it_is_the_same() throws IOException {
        String libcPath = libc.toString().substring(1);
        String libaPath = dir.toString().substring(1) + "/lib/liba.so";
        String tmp = "the sticky bit counts, not a layer's guess";
        String same = new Fingerprint().add(Entry.HostFile.of(libc, 0755)).name();

        TestLayer layer = layer(Map.of("tmp", tmp, libcPath, same, libaPath, same.replace(same.charAt(0), 'x')));
        layer.program("run");

        var items = CpioReader.readOver(written(layer), Set.of("tmp"));
        assertFalse(items.containsKey("tmp"));
        assertFalse(items.containsKey(libcPath));
        assertEquals(0100755, item(items, libaPath).mode());
    }

    @Test
    void length_and_checksum_are_those_of_the_bytes() throws IOException {
        TestLayer layer = layer(Map.of());
        layer.program("run");
        layer.order(new byte[] {1, 2, 3});

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int crc32 = layer.pack().write(out);

        CRC32 expected = new CRC32();
        expected.update(out.toByteArray());
        assertEquals((int) expected.getValue(), crc32);
        assertEquals(out.size(), layer.pack().length());
        assertArrayEquals(out.toByteArray(), written(layer));
    }

    @Test
    void include_files_lie_below_their_directory_and_make_the_path() throws IOException {
        Files.createDirectories(dir.resolve("tools/sub"));
        Files.copy(program, dir.resolve("tools/sub/tool"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(dir.resolve("tools/data"), "d");
        TestLayer layer = layer(Map.of());

        assertEquals("/include-files/tools", layer.include("./tools", dir));
        assertEquals("/include-files/dep.jar", layer.include("dep.jar", dir));
        assertEquals("/include-files/run", layer.include("run", dir));

        var items = CpioReader.read(written(layer));
        assertEquals("d", text(items, "include-files/tools/data"));
        assertEquals(0100755, item(items, "include-files/tools/sub/tool").mode());
        assertEquals(0100755, item(items, libc.toString().substring(1)).mode());
        assertEquals(
                List.of(
                        "/include-files",
                        "/include-files/tools/sub",
                        "/usr/local/sbin",
                        "/usr/local/bin",
                        "/usr/sbin",
                        "/usr/bin",
                        "/sbin",
                        "/bin"),
                layer.path());
    }

    @Test
    void an_absent_include_file_is_refused() {
        TestLayer layer = layer(Map.of());

        assertEquals(
                "pack include file \"gone\": no file " + dir + "/gone, and not in PATH; correct the path",
                assertThrows(PlanException.class, () -> layer.include("gone", dir))
                        .getMessage());
        assertEquals(
                "pack include file \"a/gone\": no file " + dir + "/a/gone; correct the path",
                assertThrows(PlanException.class, () -> layer.include("a/gone", dir))
                        .getMessage());
    }

    @Test
    void two_include_files_of_one_name_are_refused() throws IOException {
        Path other = Files.createDirectories(dir.resolve("other")).resolve("dep.jar");
        Files.writeString(other, "another");
        TestLayer layer = layer(Map.of());
        layer.include("dep.jar", dir);
        layer.include("./other/../dep.jar", dir);

        assertEquals(
                "pack /include-files/dep.jar: wanted from " + dir + "/dep.jar and from " + other
                        + "; give one of them another name",
                assertThrows(PlanException.class, () -> layer.include("other/dep.jar", dir))
                        .getMessage());
    }

    private TestLayer layer(Map<String, String> base) {
        return new TestLayer(
                new BaseImage(dir.resolve("initramfs.cpio"), base),
                new Closure(List.of(dir.resolve("bin")), List.of(dir.resolve("lib"))));
    }

    private static String text(Map<String, CpioReader.Item> items, String path) {
        return item(items, path).text();
    }

    private static CpioReader.Item item(Map<String, CpioReader.Item> items, String path) {
        return Optional.ofNullable(items.get(path))
                .orElseThrow(() -> new AssertionError(path + " not in " + items.keySet()));
    }

    private static byte[] written(TestLayer layer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        layer.pack().write(out);
        return out.toByteArray();
    }
}
