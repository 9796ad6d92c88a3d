#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# kt as PID 1 of a real kernel under QEMU, with the stand-in agent: good days and bad, each looked for in the log
# and on the console. Usage: vm.sh KERNEL [CASE]... (`make vm` builds what it needs); VERBOSE=1 shows all, SMP=n: CPUs
set -euo pipefail
kernel=${1:?usage: vm.sh KERNEL [CASE]...}
shift
here=$(cd "$(dirname "$0")/.." && pwd)
tools=$here/target/test
kt=$here/target/classes/META-INF/ktstr4j/kt
work=$(mktemp -d)
ram=$(mktemp /dev/shm/kt-vm-XXXXXX)
addr=0x10000000 size=0x4000000
failures=0
trap 'rm -rf "$work" "$ram"; [ -z "${qemu:-}" ] || kill $qemu 2>/dev/null || true' EXIT

leaf=cgroup=/sys/fs/cgroup/ktstr,own=leaf
story=(ready go 'body:{}' out:text cat:/data/hello.txt stat:/data/hello.txt cat:/proc/mounts cat:/proc/self/cgroup
    cat:/sys/fs/cgroup/cgroup.subtree_control cat:/sys/fs/cgroup/ktstr/cgroup.subtree_control stat:/dev/fd
    cat:/proc/sys/kernel/hostname cat:/proc/1/stat
    "run:$leaf,arg=/bin/misbehave,arg=exit=137" "run:$leaf,arg=/bin/misbehave,arg=signal=9"
    "run:$leaf,arg=/bin/agent,arg=cat:/proc/self/cgroup" 'run:env=PATH=/bin,arg=nothing-there'
    "run:$leaf,arg=/bin/misbehave,arg=daemon,arg=tree=2,arg=exit=4"
    'run:cgroup=/sys/fs/cgroup/ktstr,arg=/bin/agent' 'result:{"pass":true}' exit:0)

image() { # SCRIPT...
    printf '%s\n' "${agent:-/bin/agent}" "$@" > "$work/agent.argv"
    "$tools/winctl" cpio "$work/initrd" init="$kt" bin/ bin/agent="$tools/agent" bin/misbehave="$tools/misbehave" \
        opt/ opt/ktstr/ opt/ktstr/agent.argv="$work/agent.argv"
}

boot() { # early|late DEADLINE_MS [WINDOW-PARAMETER]
    local window=${3-ktstr.window=$addr,$size}
    local order=("$tools/winctl" order "$ram" $addr $size "$2" data/ data/hello.txt="$work/hello.txt")
    rm -f "$ram"
    "$tools/winctl" format "$ram" $addr $size
    truncate -s 1G "$ram"
    [ "$1" = late ] || "${order[@]}"
    timeout 60 qemu-system-x86_64 -accel "tcg,thread=single" -cpu Nehalem -smp "${SMP:-2}" -m 1024 \
        -object memory-backend-file,id=m,size=1024M,mem-path="$ram",share=on -machine pc,memory-backend=m \
        -nodefaults -no-reboot -display none -serial "file:$work/console" -kernel "$kernel" -initrd "$work/initrd" \
        -append "console=ttyS0 panic=-1 quiet nokaslr memmap=64M\$$addr $window" &
    qemu=$!
    if [ "$1" = late ]; then
        until "$tools/winctl" log "$ram" $addr $size | grep -q '^state 2' || ! kill -0 $qemu; do sleep 0.1; done
        "${order[@]}"
    fi
    wait $qemu || echo "qemu ended with $?"
    qemu=
    "$tools/winctl" log "$ram" $addr $size > "$work/log"
    [ -z "${VERBOSE:-}" ] || cat "$work/log" "$work/console"
}

has() { # FILE PATTERN...
    local file=$1
    shift
    for pattern; do
        grep -qE -- "$pattern" "$work/$file" && continue
        echo "FAIL $case: no \"$pattern\" in the $file:"
        cat "$work/$file"
        failures=$((failures + 1))
        return
    done
}

lacks() { # PATTERN
    ! grep -qE -- "$1" "$work/log" || { echo "FAIL $case: \"$1\" in the log"; failures=$((failures + 1)); }
}

good_day() { # early|late
    image "${story[@]}"
    boot "$1" 30000
    has log '^state 4, .* dropped 0$' ' HELLO .*"kernel":"[67]\.' ' READY ' ' TAKEN ' ' BODY ' 'hello from the order' \
        '/data/hello.txt 100755 1600000001' '^cgroup2? /sys/fs/cgroup cgroup2' '^devpts /dev/pts' '^bpf /sys/fs/bpf' \
        '^debugfs /sys/kernel/debug' '^tracefs /sys/kernel/tracing' '^tmpfs /tmp' '0::/ktstr-agent' 'cpuset cpu ' \
        '/dev/fd 120777 [0-9]+ /proc/self/fd' 'ktstr$' '1 \(init\) ' 'ended exit 137 ' 'ended signal 9 ' \
        '0::/ktstr/leaf' 'failed exec 2 nothing-there: No such file or directory \(ENOENT\)' \
        'ended exit 4 .* 6 1$' 'failed cgroup 16 /sys/fs/cgroup/ktstr: Device or resource busy \(EBUSY\)' \
        ' RESULT {"pass":true}' ' AGENT_EXIT {"code":0}' ' END {"reason":"agent"}'
    lacks ' (NOTE|ERROR) '
    has console 'reboot: Power down'
}

case_early() { good_day early; }
case_late() { good_day late; }

case_timeout() {
    image noquit ready go orphan:writes sleep:60000
    boot early 300
    has log ' TIMEOUT {"deadlineNs":300000000}' ' AGENT_EXIT {"signal":9}' ' END {"reason":"timeout"}' '^state 4'
}

case_death() {
    image ready go 'out:last words' signal:11
    boot early 0
    has log 'STDOUT last words' ' AGENT_EXIT {"signal":11}' ' END {"reason":"agent"}'
}

case_no_window() {
    image ready
    boot early 0 ""
    has console 'kt init: find the window: no ktstr.window=0xADDR,0xSIZE on the kernel command line' 'Power down'
}

case_bad_window() {
    image ready
    boot early 0 "ktstr.window=$addr"
    has console "kt init: find the window: expected ktstr.window=0xADDR,0xSIZE, was \"ktstr.window=$addr\"" 'Power down'
}

case_no_agent() {
    agent=/bin/none image ready
    boot early 0
    has log ' ERROR start /bin/none: No such file or directory \(ENOENT\)' ' END {"reason":"setup"}' '^state 4'
    has console 'kt init: start /bin/none: No such file or directory \(ENOENT\)' 'Power down'
}

echo "hello from the order" > "$work/hello.txt"
[ $# -gt 0 ] || set -- early late timeout death no_window bad_window no_agent
for case; do
    before=$failures begin=$(date +%s%N)
    "case_$case"
    [ $failures -gt $before ] || echo "ok   $case ($((($(date +%s%N) - begin) / 1000000)) ms)"
done
exit $((failures > 0))
