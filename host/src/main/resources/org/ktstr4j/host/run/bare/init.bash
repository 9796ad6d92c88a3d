#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# PID 1 of a machine that is not ours: mounts what any Linux has, runs the steps, hands back what they left.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root BARE=/bare LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
ln -s /proc/self/fd /dev/fd
mkdir -p /dev/shm /dev/pts /var/tmp /results/steps
mount -t tmpfs -o mode=1777 tmp /tmp
mount -t tmpfs run /run
mount -t tmpfs shm /dev/shm
mount -t cgroup2 none /sys/fs/cgroup
mount -t tracefs tracefs /sys/kernel/tracing
mount -t bpf bpf /sys/fs/bpf

# What a run could leave: processes but this one's own, cgroups, mounts, files, traces, a sysctl, a scheduler.
census() {
  local each
  for each in /proc/[0-9]*; do
    [ -n "$(tr -d '\0' <"$each/cmdline" 2>/dev/null)" ] || continue
    [ "${each#/proc/}" -eq $$ ] || [ "${each#/proc/}" -eq "$BASHPID" ] || echo "process $(tr '\0' ' ' <"$each/cmdline")"
  done | grep -v -e '^process tr' -e '^process sort' -e '/bare/init' | sort
  find /sys/fs/cgroup -mindepth 1 -type d -printf 'cgroup %p\n' | sort
  sed 's/^/mount /' /proc/mounts
  find /tmp /dev/shm /var/tmp /run /sys/fs/bpf -mindepth 1 -printf 'file %p\n' | sort
  find /sys/kernel/tracing/instances -mindepth 1 -maxdepth 1 -printf 'trace %p\n'
  # not all can be read, and some count by themselves
  sysctl_values | sort
  echo "controllers $(cat /sys/fs/cgroup/cgroup.subtree_control)"
  [ ! -e /sys/kernel/sched_ext/state ] || echo "sched_ext $(cat /sys/kernel/sched_ext/state)"
}

sysctl_values() {
  find /proc/sys/kernel /proc/sys/vm -maxdepth 1 -type f -perm -u+rw ! -name ns_last_pid ! -name '*random*' \
    -exec grep -sH '' {} +
}

census >/before
for step in /bare/steps/*; do
  name=${step##*/}
  name=${name#*-}
  read -r now _ </proc/uptime
  echo "bare: at $now s: $name" >/dev/console
  mkdir -p "/results/steps/$name"
  cd "/results/steps/$name" || exit
  # with the signals as a login has them; what hangs is a failure, and the rest is to be seen all the same
  env --default-signal=INT,QUIT timeout --foreground -k 5 600 bash "$step" >out 2>err </dev/null
  echo $? >code
  census >/after
  diff /before /after | grep '^[<>]' >left
  mv /after /before
done

cd /results || exit
tar -cf /results.tar steps
window=$(tr ' ' '\n' </proc/cmdline | grep '^ktstr.window=')
window=${window#*=}
page=$((${window%,*} / 4096))
dd if=/results.tar of=/dev/mem bs=4096 seek=$((page + 1)) conv=notrunc 2>/dev/console
printf 'results %d\n' "$(stat -c %s /results.tar)" | dd of=/dev/mem bs=4096 seek="$page" conv=notrunc,sync 2>/dev/console
sleep 60
