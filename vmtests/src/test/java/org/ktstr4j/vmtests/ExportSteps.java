// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import org.ktstr4j.host.run.bare.BareMachine;

/// What is done with `.run` files on a bare machine.
final class ExportSteps {

    private ExportSteps() {}

    static BareMachine all(BareMachine machine) {
        return machine.step("pass", "$BARE/passes.run --quiet --results results")
                .step("fail", "$BARE/fails.run --results=results")
                .step("hostile", "$BARE/takesHostileArguments.run")
                .step("hostile-name", "LC_ALL=C $BARE/named.run --results results; code=$?; ls >there; exit $code")
                .step("too-small", "$BARE/isTooLarge.run")
                .step("not-root", """
                        ln -s $BARE/passes.run not-root.run
                        setpriv --reuid 65534 --clear-groups ./not-root.run
                        """)
                .step("no-cgroup2", "unshare -m bash -c 'umount /sys/fs/cgroup; $BARE/passes.run'")
                .step("noexec", """
                        unshare -m bash -c 'mkdir small; mount -t tmpfs -o noexec small small; TMPDIR=$PWD/small $BARE/passes.run'
                        """)
                .step("full-disk", """
                        unshare -m bash -c 'mkdir small; mount -t tmpfs -o size=20m small small; TMPDIR=$PWD/small $BARE/passes.run'
                        """)
                .step("results-not-empty", "mkdir r; touch r/x; $BARE/passes.run --results r")
                .step(
                        "truncated",
                        "head -c 20000000 $BARE/passes.run > cut.run; bash cut.run; code=$?; rm cut.run; exit $code")
                .step("truncated-in-the-script", "head -c 4000 $BARE/passes.run > cut.run; bash cut.run")
                .step("corrupted", """
                        sed '10000s/^.....//' $BARE/passes.run > changed.run; bash changed.run; code=$?; rm changed.run; exit $code
                        """)
                .step("arguments", """
                        try() { "$@" 2>err.one; echo "$? $(head -n 1 err.one)"; }
                        try $BARE/passes.run --bogus
                        try $BARE/passes.run --cpus 4
                        try $BARE/passes.run --topology=1n
                        try $BARE/passes.run --results
                        try $BARE/passes.run --duration x
                        try $BARE/passes.run --duration
                        try $BARE/passes.run --watchdog-timeout=5
                        try sh $BARE/passes.run
                        """)
                .step(
                        "list",
                        "$BARE/passes.run --list; $BARE/passes.run --extract there; echo extracted $(ls there | head -n 1); rm -r there")
                .step("interrupt", """
                        set -m
                        $BARE/waits.run --results results >said 2>&1 & pid=$!
                        until grep -q waiting said; do sleep 0.2; done
                        kill -INT -- -$pid
                        wait $pid
                        echo $?
                        """)
                .step("killed", """
                        $BARE/waits.run --results results >said 2>&1 & pid=$!
                        until grep -q waiting said; do sleep 0.2; done
                        kill -KILL $pid
                        wait $pid
                        echo $?
                        for ((i = 0; i < 200; i++)); do ls -d /tmp/ktstr-* >/dev/null 2>&1 || break; sleep 0.1; done
                        """)
                .step("two", """
                        $BARE/passes.run --quiet --results one & first=$!
                        $BARE/passes.run --quiet --results other && wait $first
                        code=$?
                        # what one handed on the other used, so that it stayed
                        for each in $(< /sys/fs/cgroup/cgroup.subtree_control); do
                          echo -$each > /sys/fs/cgroup/cgroup.subtree_control
                        done
                        exit $code
                        """);
    }

    // Ends a run in the middle, and says its code and what is attached a moment later.
    private static final String END = """
            set -m
            $BARE/%s.run --results results >said 2>&1 & pid=$!
            until grep -q waiting said; do sleep 0.2; done
            [ "$(</sys/kernel/sched_ext/root/ops)" = misbehave ] || echo nothing is attached
            kill -%s$pid
            wait $pid
            echo $?
            for ((i = 0; i < 200; i++)); do ls -d /tmp/ktstr-* >/dev/null 2>&1 || break; sleep 0.1; done
            """;

    private static final String STATE = "echo state $(</sys/kernel/sched_ext/state)";

    static BareMachine schedulers(BareMachine machine) {
        return machine.step("attaches", "$BARE/attaches.run --results results; code=$?; " + STATE + "; exit $code")
                .step("dies", "$BARE/dies.run --results results")
                .step("fails-early", "$BARE/failsEarly.run --results results")
                .step("never-attaches", "$BARE/neverAttaches.run --results results")
                .step("stalls", "$BARE/stalls.run --results results --watchdog-timeout 2")
                .step("conflict", """
                        $BARE/attaches.run --extract there
                        simple=$(find there/root -name scx_simple)
                        there/root/init enter $PWD/there/root -- ${simple#there/root} >simple.log 2>&1 & pid=$!
                        for ((i = 0; i < 300; i++)); do
                          [ "$(</sys/kernel/sched_ext/state)" = disabled ] || break
                          sleep 0.1
                        done
                        $BARE/isBuiltin.run
                        code=$?
                        kill $pid
                        wait $pid
                        rm -r there
                        exit $code
                        """)
                .step("interrupt", END.formatted("waits", "INT -- -") + STATE)
                .step("killed", END.formatted("waits", "KILL ") + STATE)
                .step("pinned-and-killed", END.formatted("isPinned", "KILL ") + STATE)
                .step("builtin", "$BARE/isBuiltin.run --quiet --results results")
                .step("java", "$BARE/isJava.run --results results")
                .step("scenario", "$BARE/scenario.run --results results")
                .step("scenario-of-2-s", "$BARE/scenario.run --results results --duration 2")
                .step("arguments", """
                        try() { "$@" 2>err.one; echo "$? $(head -n 1 err.one)"; }
                        try $BARE/attaches.run --watchdog-timeout 2
                        try $BARE/waits.run --watchdog-timeout
                        try $BARE/waits.run --watchdog-timeout=0
                        try $BARE/waits.run --duration 1.5
                        """);
    }
}
