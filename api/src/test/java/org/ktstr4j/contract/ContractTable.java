// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.verdict.AssertResult;

/// All that a payload run and its handle promise, one row for each rule. The same table runs on plain processes
/// of a host and, called by a body, in a guest.
public final class ContractTable {
    /// The shell, and the programs that its scripts call; a body that runs the table in a guest must mention it.
    public static final Payload SHELL = Payload.builder("sh", "/bin/sh")
            .args("-c")
            .output(OutputFormat.JSON)
            .includeFiles("sleep", "head", "cat", "setsid", "grep", "wc", "mkdir")
            .build();

    private ContractTable() {}

    static List<Contract.Row> rows() {
        List<Contract.Row> rows = new ArrayList<>();
        rows.addAll(RunRows.ends());
        rows.addAll(RunRows.placement_and_surroundings());
        rows.addAll(RunRows.output());
        rows.addAll(RunRows.records());
        rows.addAll(HandleRows.one_result());
        rows.addAll(HandleRows.nobody_waits());
        return rows;
    }

    /// {@return what the table says in a guest: one detail for each rule that did not hold}
    ///
    /// Rows that start a launcher of their own are left out.
    ///
    /// @param launcher the guest's own
    /// @param cgroupParent absolute path of the cgroup that the test has to itself
    public static AssertResult inGuest(Launcher launcher, String cgroupParent) {
        AssertResult result = AssertResult.pass();
        int checked = 0;
        for (Contract.Row row : rows()) {
            if (row.needsHost()) {
                continue;
            }
            checked++;
            try (KtHost host = KtHost.running(launcher, cgroupParent)) {
                row.check(host);
            } catch (Throwable failure) {
                result = result.merge(AssertResult.fail(row + ": " + failure));
            }
        }
        return result.withStatistic("total_rows", checked);
    }
}
