// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.wire.FrameType;

/// Asks the kernel what its verifier made of a scheduler's programs, while the scheduler lives: `kt progs PID`.
final class VerifierFigures {
    private VerifierFigures() {}

    /// {@return the programs that this process holds; empty, with a note in the records, if that cannot be learnt}
    static List<ProgramFigures> of(Surroundings guest, long pid) throws InterruptedException {
        LaunchSpec spec = new LaunchSpec(
                List.of(guest.files().kt(), "progs", Long.toString(pid)), guest.cgroup(), Map.of(), null, null, true);
        try (Launched kt = guest.launcher().launch(spec)) {
            String lines = new String(kt.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String complaint = new String(kt.stderr().readAllBytes(), StandardCharsets.UTF_8);
            if (!complaint.isEmpty()) note(guest, complaint.strip());
            return parse(lines);
        } catch (LaunchException | IOException e) {
            note(guest, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static void note(Surroundings guest, String found) {
        guest.records()
                .accept(FrameType.NOTE, ("ask for the verifier's figures: " + found).getBytes(StandardCharsets.UTF_8));
    }

    static List<ProgramFigures> parse(String lines) {
        List<ProgramFigures> programs = new ArrayList<>();
        for (String line : lines.split("\n", -1)) {
            String[] words = line.split(" ", 6);
            if (words.length != 6) continue;
            programs.add(new ProgramFigures(
                    Long.parseLong(words[0]),
                    words[5],
                    Integer.parseInt(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4])));
        }
        return programs;
    }
}
