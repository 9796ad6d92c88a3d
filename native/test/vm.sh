#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# kt as PID 1 of a real kernel under QEMU, with the stand-in agent: boots once with the order already there
# and once with the order written when the agent is ready. Usage: vm.sh KERNEL (after `make test`).
set -euo pipefail
kernel=${1:?usage: vm.sh KERNEL}
here=$(cd "$(dirname "$0")/.." && pwd)
tools=$here/target/test
work=$(mktemp -d)
ram=$(mktemp /dev/shm/kt-vm-XXXXXX)
addr=0x10000000 size=0x4000000
trap 'rm -rf "$work" "$ram"' EXIT

script=(/bin/agent out:starting ready go 'body:{"class":"A","method":"m"}' out:body
    cat:/data/hello.txt stat:/data stat:/data/hello.txt cat:/proc/mounts cat:/proc/self/cgroup cat:/sys/fs/cgroup/cgroup.subtree_control
    cat:/sys/fs/cgroup/ktstr/cgroup.controllers stat:/dev/fd stat:/run/ktstr/exec.sock
    cat:/sys/class/net/lo/operstate cat:/proc/sys/kernel/hostname cat:/proc/sys/kernel/random/entropy_avail
    cat:/sys/fs/cgroup/ktstr/cgroup.subtree_control
    'run:cgroup=/sys/fs/cgroup/ktstr,own=leaf,arg=/bin/agent,arg=cat:/proc/self/cgroup,arg=exit:137'
    'run:cgroup=/sys/fs/cgroup/ktstr,own=leaf,arg=/bin/agent,arg=signal:9'
    'run:env=PATH=/bin,arg=nothing-there' 'result:{"pass":true}' exit:0)
printf '%s\n' "${script[@]}" > "$work/agent.argv"
echo "hello from the order" > "$work/hello.txt"
"$tools/winctl" cpio "$work/initrd" init="$here/target/classes/META-INF/ktstr4j/kt" bin/ bin/agent="$tools/agent" \
    opt/ opt/ktstr/ opt/ktstr/agent.argv="$work/agent.argv" ${EXTRA:-}

boot() { # early|late
    rm -f "$ram"
    "$tools/winctl" format "$ram" $addr $size
    truncate -s 1G "$ram"
    local order=("$tools/winctl" order "$ram" $addr $size 20000 data/ data/hello.txt="$work/hello.txt")
    [ "$1" = late ] || "${order[@]}"
    qemu-system-x86_64 -accel "tcg,thread=single" -cpu Nehalem -smp "${SMP:-2}" -m 1024 \
        -object memory-backend-file,id=m,size=1024M,mem-path="$ram",share=on -machine pc,memory-backend=m \
        -nodefaults -no-reboot -display none -serial "file:$work/console" -kernel "$kernel" -initrd "$work/initrd" \
        -append "console=ttyS0 panic=-1 quiet nokaslr memmap=64M\$$addr ktstr.window=$addr,$size ${APPEND:-}" &
    local qemu=$!
    if [ "$1" = late ]; then
        until "$tools/winctl" log "$ram" $addr $size | grep -q '^state 2'; do
            kill -0 $qemu || break
            sleep 0.1
        done
        "${order[@]}"
    fi
    wait $qemu
    echo "== $kernel, order $1"
    "$tools/winctl" log "$ram" $addr $size
    echo "-- console:"
    cat "$work/console"
}

boot early
boot late
