// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A "kernel" of a few instructions, so that a VM can be tried in a fraction of a second without Linux.
///
/// It is a Multiboot image (Multiboot Specification 0.6.96, 3.1), which QEMU's `-kernel` takes too: entered
/// in 32-bit protected mode with flat segments.
final class TinyGuest {
    private static final int MAGIC = 0x1BADB002;
    private static final int ADDRESSES_GIVEN = 1 << 16;
    private static final int HEADER_BYTES = 32;
    private static final int LOAD_ADDR = 0x10_0000;
    private static final int COM1 = 0x3f8;
    /// PIIX4's power management control register, where SeaBIOS puts it; SLP_EN with sleep type 0 is "soft
    /// off".
    private static final int PM_CONTROL = 0x604;

    private static final int SOFT_OFF = 0x2000;
    private static final int KEYBOARD = 0x64;
    private static final int PULSE_RESET = 0xfe;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /// Writes a text on the first serial port.
    TinyGuest print(String text) {
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            out8(COM1, b);
        }
        return this;
    }

    /// Writes a 32-bit number at a guest-physical address.
    TinyGuest poke(long addr, int value) {
        return bytes(0xc7, 0x05).word((int) addr).word(value);
    }

    /// Waits, busily, until the 32-bit number at a guest-physical address is not zero.
    TinyGuest await(long addr) {
        // again: cmp dword [addr], 0; je again
        return bytes(0x83, 0x3d).word((int) addr).bytes(0x00, 0x74, 0xf7);
    }

    /// Switches the machine off.
    TinyGuest powerOff() {
        // mov dx, PM_CONTROL; mov ax, SOFT_OFF; out dx, ax
        return bytes(0x66, 0xba)
                .half(PM_CONTROL)
                .bytes(0x66, 0xb8)
                .half(SOFT_OFF)
                .bytes(0x66, 0xef)
                .sleep();
    }

    /// Resets the machine through the keyboard controller, as Linux does after a panic.
    TinyGuest reset() {
        return out8(KEYBOARD, PULSE_RESET).sleep();
    }

    /// Divides by zero without an interrupt table.
    TinyGuest tripleFault() {
        // lidt of a zero limit at address 0; then int3
        return bytes(0x0f, 0x01, 0x1d).word(LOAD_ADDR + HEADER_BYTES - 8).bytes(0xcc);
    }

    /// Does nothing for ever, with interrupts off.
    TinyGuest sleep() {
        // cli; again: hlt; jmp again
        return bytes(0xfa, 0xf4, 0xeb, 0xfd);
    }

    private TinyGuest out8(int port, int value) {
        // mov dx, port; mov al, value; out dx, al
        return bytes(0x66, 0xba).half(port).bytes(0xb0, value & 0xff, 0xee);
    }

    private TinyGuest bytes(int... values) {
        for (int value : values) {
            code.write(value);
        }
        return this;
    }

    private TinyGuest half(int value) {
        return bytes(value & 0xff, value >> 8 & 0xff);
    }

    private TinyGuest word(int value) {
        return bytes(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >>> 24);
    }

    /// {@return the file, written}
    Path write(Path file) throws IOException {
        byte[] instructions = code.toByteArray();
        int end = LOAD_ADDR + HEADER_BYTES + instructions.length;
        ByteBuffer image =
                ByteBuffer.allocate(HEADER_BYTES + instructions.length).order(ByteOrder.LITTLE_ENDIAN);
        image.putInt(MAGIC).putInt(ADDRESSES_GIVEN).putInt(-(MAGIC + ADDRESSES_GIVEN));
        image.putInt(LOAD_ADDR).putInt(LOAD_ADDR).putInt(end).putInt(end).putInt(LOAD_ADDR + HEADER_BYTES);
        return Files.write(file, image.put(instructions).array());
    }
}
