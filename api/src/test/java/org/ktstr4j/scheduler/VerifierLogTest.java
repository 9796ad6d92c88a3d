// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifierLogTest {
    // Linux 7.3.4, from vmtests' scx_misbehave --reject, shortened.
    private static final String REJECTED = """
            libbpf: prog 'reject_enqueue': BPF program load failed: -EACCES
            libbpf: prog 'reject_enqueue': -- BEGIN PROG LOAD LOG --
            0: R1=ctx() R10=fp0
            ; void BPF_STRUCT_OPS(reject_enqueue, struct task_struct *p, u64 enq_flags) @ scx_misbehave.bpf.c:167
            0: (bf) r2 = r1                       ; R1=ctx() R2=ctx()
            func 'enqueue' arg0 has btf_id 110917 type STRUCT 'task_struct'
            3: (79) r2 = *(u64 *)(r4 +0)
            R4 invalid mem access 'scalar'

            Verification failed: Register Type Safety: Invalid dereference

            Reason:
              R4 is an integer scalar here, not a pointer to memory.
            processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 2 mark_read 3
            -- END PROG LOAD LOG --
            libbpf: prog 'reject_enqueue': failed to load: -EACCES
            """;

    // The same, from --verifier-log.
    private static final String TAKEN = """
            libbpf: prog 'good_init': -- BEGIN PROG LOAD LOG --
            verification time 56 usec
            stack depth 0
            processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            -- END PROG LOAD LOG --
            """;

    @Test
    void the_verdict_is_the_verifiers_own() {
        assertEquals(
                Optional.of("program reject_enqueue: R4 invalid mem access 'scalar'"),
                VerifierLog.verdict(REJECTED).map(VerifierLog.Verdict::toString));
    }

    @Test
    void states_after_it_are_not_the_verdict() {
        String log = """
                libbpf: prog 'loop': -- BEGIN PROG LOAD LOG --
                3: (05) goto pc-1
                infinite loop detected at insn 3
                cur state: R10=fp0
                old state: R10=fp0
                processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 0
                -- END PROG LOAD LOG --
                """;

        assertEquals(
                "infinite loop detected at insn 3",
                VerifierLog.verdict(log).orElseThrow().reason());
    }

    @Test
    void a_log_without_the_verifiers_has_no_verdict() {
        assertEquals(Optional.empty(), VerifierLog.verdict("attached\n"));
    }

    @Test
    void figures_are_read() {
        assertEquals(
                List.of(new VerifierLog.Figures("reject_enqueue", 4, 1000000, 0, 1, 2, 3)),
                VerifierLog.figures(REJECTED));
        assertEquals(List.of(), VerifierLog.figures("none"));
    }

    @Test
    void programs_that_were_taken_have_figures_and_no_verdict() {
        assertEquals(
                List.of("good_init", "reject_enqueue"),
                VerifierLog.figures(TAKEN + REJECTED).stream()
                        .map(VerifierLog.Figures::program)
                        .toList());
        assertEquals(Optional.empty(), VerifierLog.verdict(TAKEN));
        assertEquals(
                "reject_enqueue",
                VerifierLog.verdict(TAKEN + REJECTED).orElseThrow().program());
    }

    @Test
    void a_log_that_was_cut_short_is_one_of_a_refusal() {
        assertEquals(
                Optional.of(new VerifierLog.Verdict("cut", "")),
                VerifierLog.verdict("libbpf: prog 'cut': -- BEGIN PROG LOAD LOG --\n0: (b7) r0 = 0\n"));
    }

    @Test
    void a_loop_is_shown_once() {
        StringBuilder log = new StringBuilder("0: (b7) r1 = 0\n");
        for (int i = 1; i <= 1000; i++) {
            log.append("1: (07) r1 += 1                       ; R1=").append(i).append('\n');
            log.append("2: (a5) if r1 < 0x7fff goto pc-2          ; R1=")
                    .append(i)
                    .append('\n');
        }
        log.append("BPF program is too large");

        assertEquals("""
                0: (b7) r1 = 0
                ┌ 1000 times these 2 lines:
                │ 1: (07) r1 += 1                       ; R1=1
                │ 2: (a5) if r1 < 0x7fff goto pc-2          ; R1=1
                └ 999 more times, the last one:
                  1: (07) r1 += 1                       ; R1=1000
                  2: (a5) if r1 < 0x7fff goto pc-2          ; R1=1000
                BPF program is too large""", VerifierLog.collapse(log.toString()));
    }

    @Test
    void what_does_not_repeat_stays() {
        assertEquals(REJECTED.stripTrailing(), VerifierLog.collapse(REJECTED));
    }

    @Test
    void a_log_as_long_as_they_come_is_collapsed_at_once() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            log.append(i % 37).append(": (07) r").append(i % 10).append(" += 1\n");

        assertTrue(VerifierLog.collapse(log.toString()).length() < 100_000);
    }
}
