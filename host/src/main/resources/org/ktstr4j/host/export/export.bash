
# Whatever happens, this machine is left as it was: kt sweep waits for the end of this script, however it comes,
# and then kills and removes the run's own cgroups and its directory. Mounts are in a namespace of the runner's.
# All of it is in functions, and the last line calls them: a file that was cut off does nothing.

# shellcheck disable=SC2034,SC2154 # the frozen values stand before this
# shellcheck disable=SC2209,SC2317 # stages are words, not commands; the traps call what looks unreachable
# shellcheck disable=SC2153,SC2015 # counts in capitals are needed, in small letters found; A && B || exit is meant

set -euo pipefail

RESULTS='' SCRATCH='' CGROUP='' QUIET='' LIST='' EXTRACT=''
RUNNER='' SWEEPER='' HOLD='' STARTED=0 STAGE=start
DURATION_S=0 WATCHDOG_S=0 RELEASE='' KT=''
ENVIRONMENT=() UNDO=()
ARGUMENTS=("$@")

usage() {
  cat <<USAGE
Usage: ${0##*/} [--quiet] [--duration S] [--watchdog-timeout S] [--results DIR]
       ${0##*/} [--list] [--extract DIR] [--help]

Runs the test $DISPLAY_NAME on this machine, as root: on its kernel, without a VM.

  --quiet               no banner
  --duration S          duration of the test's scenarios, in place of their own
  --watchdog-timeout S  how long a task may wait until the kernel ejects the scheduler
  --results DIR         where the results go, a directory that is empty or not there.
                        Default: $(safe_name)-results-TIME-PID in this directory
  --list                what is in this file; runs nothing
  --extract DIR         unpacks it there; runs nothing
  TMPDIR                where it is unpacked for the run; must not be mounted noexec

Exit codes: 0 passed or skipped, 1 failed, 2 inconclusive, 64 usage, 69 could not run (the last line names the stage),
128 + n ended by signal n.
USAGE
}

# The last line of a run that could not be names the stage.
could_not() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  printf 'stage: %s\n' "$STAGE" >&2
  exit 69
}

wrong_usage() {
  printf '%s: %s; see --help\n' "${0##*/}" "$*" >&2
  exit 64
}

safe_name() { printf '%s' "${DISPLAY_NAME//[^A-Za-z0-9._-]/_}"; }

check_self() {
  STAGE=file
  [[ -f $0 && -r $0 ]] || could_not "cannot read itself as \"$0\": start it as a file, not through a pipe"
}

check_root() {
  STAGE=root
  [ "$EUID" -eq 0 ] || could_not "effective user id is $EUID, 0 is needed: run it as root"
}

check_prerequisites() {
  STAGE=prerequisites
  local tool
  for tool in base64 cat chmod chown date gzip mkdir mktemp rm rmdir sha256sum sleep stat tail tar tr uname; do
    type -P "$tool" >/dev/null || could_not "no program \"$tool\" in PATH: install it"
  done
  [ "$(uname -m)" = x86_64 ] || could_not "this machine is $(uname -m), x86_64 is needed"
  local type
  type=$(stat -f -c %T /sys/fs/cgroup 2>/dev/null) || type=nothing
  [ "$type" = cgroup2fs ] || could_not "/sys/fs/cgroup is $type, a mount of cgroup2 is needed: boot with" \
    "systemd.unified_cgroup_hierarchy=1, or mount -t cgroup2 none /sys/fs/cgroup"
  check_kernel
}

check_kernel() {
  local i prefix found
  RELEASE=$(uname -r)
  [ -z "$SCHED_EXT" ] || [ -e /sys/kernel/sched_ext/state ] || could_not "kernel $RELEASE has no sched_ext, which" \
    "scheduler $SCHED_EXT needs: boot a kernel with CONFIG_SCHED_CLASS_EXT=y"
  for ((i = 0; i < ${#KERNELS[@]}; i += 2)); do
    found=
    for prefix in ${KERNELS[i + 1]}; do [[ $RELEASE != "$prefix"* ]] || found=1; done
    [ -n "$found" ] || could_not "scheduler ${KERNELS[i]} needs a kernel ${KERNELS[i + 1]// / or }," \
      "this is $RELEASE: boot another one"
  done
}

check_conflict() {
  STAGE=conflict
  local ops=/sys/kernel/sched_ext state
  [ -e "$ops/state" ] || return 0
  state=$(<"$ops/state")
  [ "$state" = disabled ] || could_not "a sched_ext scheduler is $state on this machine:" \
    "$(cat "$ops/root/ops" 2>/dev/null || echo unknown); stop it first"
}

# cpus_of LIST: each number of a list like 0-3,6 on a line.
cpus_of() {
  local part at
  for part in ${1//,/ }; do
    for ((at = ${part%-*}; at <= ${part#*-}; at++)); do echo "$at"; done
  done
}

# llc_of CPU: REPLY = the CPUs of its last-level cache, or its package where sysfs describes no cache.
llc_of() {
  local cpu=/sys/devices/system/cpu/cpu$1 index level most=0
  REPLY="package $(cat "$cpu/topology/physical_package_id")"
  for index in "$cpu"/cache/index*; do
    [ -r "$index/level" ] && [ -r "$index/shared_cpu_list" ] || continue
    level=$(<"$index/level")
    if ((level > most)); then
      most=$level
      REPLY="cpus $(<"$index/shared_cpu_list")"
    fi
  done
}

# Sets NODES_FOUND and LLCS_FOUND: LLCs with at least CORES cores of at least THREADS threads each.
# BIGGEST says what the largest one has.
look_at_topology() {
  local cpu llc core node
  local -A threads=() cores=() llcs=()
  for cpu in $(cpus_of "$(</sys/devices/system/cpu/online)"); do
    llc_of "$cpu"
    llc=$REPLY
    core="$llc:$(<"/sys/devices/system/cpu/cpu$cpu/topology/physical_package_id"):$(<"/sys/devices/system/cpu/cpu$cpu/topology/core_id")"
    threads[$core]=$((${threads[$core]:-0} + 1))
    llcs[$llc]=0
  done
  for core in "${!threads[@]}"; do
    llc=${core%:*:*}
    if ((${threads[$core]} >= THREADS)); then llcs[$llc]=$((${llcs[$llc]} + 1)); fi
    cores[$llc]=$((${cores[$llc]:-0} + 1))
  done
  LLCS_FOUND=0 CORES_FOUND=0 THREADS_FOUND=0
  for llc in "${!llcs[@]}"; do
    if ((${llcs[$llc]} >= CORES)); then LLCS_FOUND=$((LLCS_FOUND + 1)); fi
    if ((${cores[$llc]} > CORES_FOUND)); then CORES_FOUND=${cores[$llc]}; fi
  done
  for core in "${!threads[@]}"; do
    if ((${threads[$core]} > THREADS_FOUND)); then THREADS_FOUND=${threads[$core]}; fi
  done
  NODES_FOUND=0
  for node in /sys/devices/system/node/node[0-9]*; do [ ! -d "$node" ] || NODES_FOUND=$((NODES_FOUND + 1)); done
  ((NODES_FOUND > 0)) || NODES_FOUND=1
}

# quantity NAME NEEDED FOUND: a line of the table.
quantity() {
  printf '  %-38s %6d %6d  %s\n' "$1" "$2" "$3" "$( (($3 >= $2)) && echo ok || echo 'too few')" >&2
}

check_topology() {
  STAGE=topology
  look_at_topology
  if ((NODES_FOUND >= NODES && LLCS_FOUND >= LLCS)); then return 0; fi
  printf '  %-38s %6s %6s\n' '' needed found >&2
  quantity 'NUMA nodes' "$NODES" "$NODES_FOUND"
  quantity 'cores in the largest last-level cache' "$CORES" "$CORES_FOUND"
  quantity 'threads of a core' "$THREADS" "$THREADS_FOUND"
  quantity 'last-level caches with that many' "$LLCS" "$LLCS_FOUND"
  could_not "this machine is too small for the test's topology ${NODES}n${LLCS}l${CORES}c${THREADS}t"
}

# seconds NAME VALUE...: REPLY = the value
seconds() {
  (($# > 1)) || wrong_usage "option $1 needs whole seconds"
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || wrong_usage "option $1 needs whole seconds, 1 to 999999, was \"$2\""
  REPLY=$2
}

parse() {
  STAGE=arguments
  while (($#)); do
    case $1 in
      --results=* | --extract=* | --duration=* | --watchdog-timeout=*)
        set -- "${1%%=*}" "${1#*=}" "${@:2}"
        continue
        ;;
      --quiet) QUIET=1 ;;
      --list) LIST=1 ;;
      --results | --extract)
        (($# > 1)) && [ -n "$2" ] || wrong_usage "option $1 needs a directory"
        if [ "$1" = --results ]; then RESULTS=$2; else EXTRACT=$2; fi
        shift
        ;;
      --cpus | --cpus=* | --topology | --topology=* | --affinity | --affinity=*)
        wrong_usage "${1%%=*} is fixed in this file: it is part of what is reproduced"
        ;;
      --duration)
        seconds "$@"
        DURATION_S=$REPLY
        shift
        ;;
      --watchdog-timeout)
        [ -z "$WATCHDOG_REFUSAL" ] || wrong_usage "--watchdog-timeout has nothing to change here: $WATCHDOG_REFUSAL"
        seconds "$@"
        WATCHDOG_S=$REPLY
        shift
        ;;
      *) wrong_usage "unknown argument \"$1\"" ;;
    esac
    shift
  done
}

banner() {
  [ -z "$QUIET" ] || return 0
  cat >&2 <<BANNER
ktstr: test $DISPLAY_NAME, made from $GIT
ktstr: scheduler ${SCHEDULERS[*]:-of the kernel}
ktstr: runs as root on $RELEASE, without a VM; read the script before you trust it
BANNER
}

archive() {
  local line
  line=$(grep_marker)
  tail -n "+$((line + 1))" -- "$0" | base64 -d
}

# The line of the marker; it is the first that is just that.
grep_marker() {
  local line n=0
  while IFS= read -r line; do
    n=$((n + 1))
    if [ "$line" = __ARCHIVE__ ]; then
      echo "$n"
      return
    fi
  done <"$0"
  could_not "no archive behind the script: the file was cut off; copy it again"
}

check_archive() {
  STAGE=extraction
  local found
  found=$(archive 2>/dev/null | sha256sum) || found=unreadable
  found=${found%% *}
  [ "$found" = "$ARCHIVE_SHA256" ] || could_not "the archive's SHA-256 is $found," \
    "$ARCHIVE_SHA256 is expected: the file was cut off or changed; copy it again"
}

list() {
  printf 'test        %s\nmade from   %s\nscheduler   %s\ntopology    %dn%dl%dc%dt\ntime limit  %d s\nentries     %d\n\n' \
    "$DISPLAY_NAME" "$GIT" "${SCHEDULERS[*]:-of the kernel}" "$NODES" "$LLCS" "$CORES" "$THREADS" "$TIMEOUT_S" \
    "$ARCHIVE_FILES"
  archive | tar -tzvf -
}

extract() {
  STAGE=extraction
  mkdir -p -- "$EXTRACT" || could_not "cannot make $EXTRACT"
  archive | tar -xzf - -C "$EXTRACT" || could_not "cannot unpack to $EXTRACT"
}

open_results() {
  STAGE=results
  [ -n "$RESULTS" ] || RESULTS=$PWD/$(safe_name)-results-$(date -u +%Y%m%dT%H%M%SZ)-$$
  [[ $RESULTS == /* ]] || RESULTS=$PWD/$RESULTS
  mkdir -p -- "$RESULTS" || could_not "cannot make the directory for results \"$RESULTS\""
  local entries=("$RESULTS"/*)
  [[ ! -e ${entries[0]} ]] || could_not "the directory for results \"$RESULTS\" is not empty: give another one"
  if [ -n "${SUDO_UID:-}" ]; then chown -- "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$RESULTS"; fi
}

# What differs from the test's guest and cannot be had here is said, and kept with the results.
note_differences() {
  local each missing='' words kib memory=0
  words=" $(</proc/cmdline) "
  for each in "${KERNEL_ARGS[@]}"; do [[ $words == *" $each "* ]] || missing+="${missing:+ }$each"; done
  if [ -n "$missing" ]; then
    ENVIRONMENT+=(--env kernelArgsMissing "$missing")
    note "the kernel's command line lacks what the test's guest has: $missing"
  fi
  while read -r each kib _; do [ "$each" != MemTotal: ] || memory=$((kib / 1024)); done </proc/meminfo
  ENVIRONMENT+=(--env memoryMib "$memory, the test's guest has $MEMORY_MIB")
}

# What the schedulers set is written back, and what is part of the kernel switched off again.
prepare_undo() {
  local i now
  for ((i = 0; i < ${#DISABLE[@]}; i += 2)); do UNDO+=(--restore "${DISABLE[i]}" "${DISABLE[i + 1]}"); done
  for ((i = 0; i < ${#SYSCTLS[@]}; i += 3)); do
    [ -r "${SYSCTLS[i + 1]}" ] || continue # to set it will fail, and say so
    now=$(<"${SYSCTLS[i + 1]}")
    UNDO+=(--restore "${SYSCTLS[i + 1]}" "$now")
    ENVIRONMENT+=(--env "sysctl ${SYSCTLS[i]}" "$now, ${SYSCTLS[i + 2]} for the test")
    note "sysctl ${SYSCTLS[i]} is $now, will be ${SYSCTLS[i + 2]} for the test"
  done
  [ -z "$SCHED_EXT" ] || UNDO+=(--eject "$SCRATCH/root/run/ktstr/attached")
  UNDO+=(--rmdir "/sys/kernel/tracing/instances/${CGROUP##*/}-test")
}

note() { [ -n "$QUIET" ] || printf 'ktstr: %s\n' "$*" >&2; }

# A private directory, and who removes it: from here on everything is taken back, whoever dies first.
prepare() {
  STAGE=directory
  local first each
  for each in $(missing /sys/fs/cgroup); do UNDO+=(--controller /sys/fs/cgroup "$each"); done
  SCRATCH=$(mktemp -d -- "${TMPDIR:-/tmp}/ktstr-XXXXXXXXXX") || could_not "cannot make a directory in" \
    "${TMPDIR:-/tmp}: make room there, or set TMPDIR"
  CGROUP=/sys/fs/cgroup/ktstr-${SCRATCH##*/ktstr-}
  KT=$SCRATCH/root/init # of the guest, and its other programs, too
  trap 'finish $?' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  STAGE=extraction
  # tar stops at the first entry, which breaks the pipe before it.
  first=$( (archive 2>/dev/null || true) | tar -xzf - -C "$SCRATCH" --occurrence=1 root/init 2>&1) || true
  [ -s "$KT" ] || could_not "cannot unpack to $SCRATCH: ${first%%$'\n'*}; make room there," \
    "or set TMPDIR"
  "$KT" --version >/dev/null 2>&1 || could_not "programs cannot be started from ${TMPDIR:-/tmp}: is it mounted" \
    "noexec? Set TMPDIR to a directory that is not"
  prepare_undo
  # Only this shell has the other end of its input: no command that is started here inherits it.
  coproc SWEEP { exec "$KT" sweep --cgroup "$CGROUP" "${UNDO[@]}" --remove "$SCRATCH" >&2; }
  SWEEPER=$SWEEP_PID HOLD=${SWEEP[1]}
}

unpack() {
  local said
  said=$(archive | tar -xzf - -C "$SCRATCH" 2>&1) || could_not "cannot unpack to $SCRATCH:" \
    "${said%%$'\n'*}; make room there, or set TMPDIR"
  # Loaders of BPF look there for the kernel's configuration.
  if [ -r "/boot/config-$RELEASE" ]; then
    mkdir -p "$SCRATCH/root/boot"
    cat "/boot/config-$RELEASE" >"$SCRATCH/root/boot/config-$RELEASE"
  fi
}

# missing DIRECTORY: the controllers that it does not hand on to the cgroups below.
missing() {
  local each before
  before=" $(<"$1/cgroup.subtree_control") "
  for each in $(<"$1/cgroup.controllers"); do [[ $before == *" $each "* ]] || printf '%s ' "$each"; done
}

# hand_on DIRECTORY: as many as the kernel lets it.
hand_on() {
  local each
  for each in $(missing "$1"); do (echo "+$each" >"$1/cgroup.subtree_control") 2>/dev/null || true; done
}

make_cgroups() {
  STAGE=cgroup
  hand_on /sys/fs/cgroup
  mkdir "$CGROUP" "$CGROUP/test-agent" "$CGROUP/test" || could_not "cannot make cgroup $CGROUP"
  [ -e "$CGROUP/cgroup.kill" ] || could_not "this kernel ($(uname -r)) has no cgroup.kill, which came with 5.14"
  hand_on "$CGROUP"
  hand_on "$CGROUP/test"
}

run_test() {
  STAGE=run
  local code=0
  ENVIRONMENT+=(--env arguments "${ARGUMENTS[*]-}" --env git "$GIT" --env archiveSha256 "$ARCHIVE_SHA256")
  ENVIRONMENT+=(--env topologyNeeded "${NODES}n${LLCS}l${CORES}c${THREADS}t")
  ENVIRONMENT+=(--env topologyFound "NUMA nodes $NODES_FOUND, last-level caches $LLCS_FOUND")
  read -r STARTED _ </proc/uptime
  mkdir "$SCRATCH/root/results"
  # Java reads its arguments by the locale.
  LC_ALL=C.UTF-8 "$KT" enter "$SCRATCH/root" --cgroup "$CGROUP/test-agent" --bind "$RESULTS" /results -- \
    /opt/jre/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    -cp "$(runner_class_path)" org.ktstr4j.host.run.BareRun run --ktstr-test-fn "$TEST" \
    --timeout-s "$((TIMEOUT_S + DURATION_S))" --duration-s "$DURATION_S" --watchdog-s "$WATCHDOG_S" \
    --cgroup "$CGROUP/test" --results /results "${ENVIRONMENT[@]}" &
  RUNNER=$!
  wait "$RUNNER" || code=$?
  RUNNER=
  exit "$code"
}

runner_class_path() {
  local jar path=/opt/ktstr/runner.jar
  for jar in "$SCRATCH"/root/opt/ktstr/lib/*.jar; do path+=:${jar#"$SCRATCH/root"}; done
  printf '%s' "$path"
}

# stop_runner: a word first, so that it judges what it has; the sweeper does the rest.
stop_runner() {
  local i
  [ -n "$RUNNER" ] || return 0
  kill -TERM "$RUNNER" 2>/dev/null || return 0
  for ((i = 0; i < 100; i++)); do
    kill -0 "$RUNNER" 2>/dev/null || return 0
    sleep 0.1
  done
}

# What the kernel has said since the test began.
keep_kernel_log() {
  local line stamp
  [ "$STARTED" != 0 ] && type -P dmesg >/dev/null || return 0
  dmesg 2>/dev/null | while IFS= read -r line; do
    stamp=${line#*[}
    stamp=${stamp%%]*}
    stamp=${stamp// /}
    [[ $stamp =~ ^[0-9]+\.[0-9]+$ ]] || continue
    if ((10#${stamp/./} >= 10#${STARTED/./}0000)); then printf '%s\n' "$line"; fi
  done >"$RESULTS/kernel.log" || true
}

# The one way out. A code that says something stays; what is left behind makes 69 of a 0.
finish() {
  local code=$1
  trap '' HUP INT TERM
  set +e
  stop_runner
  keep_kernel_log
  if [ -n "$SWEEPER" ]; then
    exec {HOLD}>&-
    if ! wait "$SWEEPER"; then
      printf '%s: something of this run is left, see above\n' "${0##*/}" >&2
      [ "$code" -ne 0 ] || code=69
    fi
  elif [ -n "$SCRATCH" ]; then
    rm -rf -- "$SCRATCH"
  fi
  if [ -n "${SUDO_UID:-}" ] && [ -d "$RESULTS" ]; then chown -R -- "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$RESULTS"; fi
  if [ "$STARTED" != 0 ] && [ -z "$QUIET" ]; then printf 'ktstr: results in %s\n' "$RESULTS" >&2; fi
  trap - EXIT
  exit "$code"
}

main() {
  trap - EXIT # the file is whole
  case ${1:-} in
    -h | --help)
      usage
      exit 0
      ;;
  esac
  check_self
  check_root
  check_prerequisites
  check_conflict
  check_topology
  parse "$@"
  check_archive
  if [ -n "$LIST" ]; then
    list
    exit 0
  fi
  if [ -n "$EXTRACT" ]; then
    extract
    exit 0
  fi
  banner
  note_differences
  open_results
  prepare
  unpack
  make_cgroups
  run_test
}

main "$@"
exit
