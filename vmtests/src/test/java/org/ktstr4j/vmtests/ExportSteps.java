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
                .step("too-small", "$BARE/isTooLarge.run")
                .step("not-root", """
                        ln -s $BARE/passes.run not-root.run
                        setpriv --reuid 65534 --clear-groups ./not-root.run
                        """)
                .step("no-cgroup2", "unshare -m bash -c 'umount /sys/fs/cgroup; $BARE/passes.run'")
                .step("conflict", """
                        unshare -m bash -c '
                          mkdir -p scx/root; echo enabled > scx/state; echo nest > scx/root/ops
                          mount --bind scx /sys/kernel/sched_ext
                          $BARE/passes.run'
                        """)
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
                        try $BARE/passes.run --duration 5
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
}
