# shellcheck shell=bash disable=SC2154,SC2317 # variables of world.sh; run calls the functions by name
# SPDX-License-Identifier: Apache-2.0

# squeeze: one gap for each; how wide a column is depends on where the world lies.
squeeze() { output=$(sed -E 's/([^ ]) {2,}/\1  /g' <<<"$output"); }

test_the_columns_of_the_table_stand_in_line() {
  local ends='(ok|optional|missing|state)'
  rm "$bin/fio"
  in_world "$clone/ktstr" setup --check
  same 1 "$(sed -E '/^$/,$d; s/ '"$ends"'$//' "$world/output" | awk '{ print length }' | sort -u | grep -c .)"
}

test_the_table_when_everything_is_there() {
  touch "$sys/dev/kvm"
  in_world "$clone/ktstr" setup --check
  squeeze
  says 0 <<'END'
item  needed for  found  state
JDK 25  everything  25.0.3 at SYS/usr/lib/jvm/jdk-25  ok
Maven 3.8.7+  building  3.8.7 at BIN/mvn  ok
gcc  building kt  12.2.0 at BIN/gcc  ok
static libc  building kt  2.36 at SYS/usr/lib/x86_64-linux-gnu/libc.a  ok
make  building kt  4.3 at BIN/make  ok
QEMU 10+  virtual machines  10.0.2 at BIN/qemu-system-x86_64  ok
apt tools  kernel fetch  2.6.1 at BIN/apt-get  ok
fio  demo  3.33 at BIN/fio  ok
stress-ng  demo  0.15.06 at BIN/stress-ng  ok
rt-tests  demo payloads  BIN/hackbench  ok
rt-app  demo payloads  BIN/rt-app  ok
sysbench  demo payloads  1.0.20 at BIN/sysbench  ok
perf  demo payloads  6.1.192 at BIN/perf  ok
clang 19+  schedulers  19.1.7 at BIN/clang-19  ok
libelf  schedulers  SYS/usr/include/libelf.h  ok
xz  schedulers  5.4.1 at BIN/xz  ok
/dev/shm  RAM of guests  4.0 GiB free at SYS/dev/shm  ok
memory  guests  8.0 GiB available  ok
cache  kernels, images  4.0 GiB free at ~/.cache/ktstr4j  ok
KVM  speed  /dev/kvm: opens; whether it works, a canary boot will tell  optional
user  installing packages  ada: set-up installs  optional

Everything is there. Next: ./ktstr demo
END
  called </dev/null
}

test_the_table_when_much_is_missing() {
  rm -r "$sys/usr/lib/jvm/jdk-25" "$bin"/{gcc,make,fio} "$sys/usr/share/keyrings"
  echo 7.2.19 >"$world/qemu"
  echo 524288 >"$world/free"
  echo 1000 >"$world/uid"
  printf 'MemAvailable: 900000 kB\n' >"$sys/proc/meminfo"
  in_world JAVA_HOME= "$clone/ktstr" setup --check
  squeeze
  says 1 <<'END'
item  needed for  found  state
JDK 25  everything  -  missing
Maven 3.8.7+  building  3.8.7 at BIN/mvn  ok
gcc  building kt  -  missing
static libc  building kt  -  missing
make  building kt  -  missing
QEMU 10+  virtual machines  7.2.19 at BIN/qemu-system-x86_64  too old
apt tools  kernel fetch  2.6.1 at BIN/apt-get: no keyring of Debian's archive  missing
fio  demo  -  missing
stress-ng  demo  0.15.06 at BIN/stress-ng  ok
rt-tests  demo payloads  BIN/hackbench  ok
rt-app  demo payloads  BIN/rt-app  ok
sysbench  demo payloads  1.0.20 at BIN/sysbench  ok
perf  demo payloads  6.1.192 at BIN/perf  ok
clang 19+  schedulers  19.1.7 at BIN/clang-19  ok
libelf  schedulers  SYS/usr/include/libelf.h  ok
xz  schedulers  5.4.1 at BIN/xz  ok
/dev/shm  RAM of guests  0.5 GiB free at SYS/dev/shm  too small
memory  guests  0.8 GiB available  too small
cache  kernels, images  0.5 GiB free at ~/.cache/ktstr4j  too small
KVM  speed  no /dev/kvm: guests are emulated  optional
user  installing packages  ada: no sudo without a password: set-up prints the commands  optional

To do: ./ktstr setup prints the commands that install gcc, static libc, make, QEMU 10+, apt tools, fio
To do for JDK 25:
  mkdir -p ~/.jdks, and unpack a Linux x64 JDK 25 there, for instance Eclipse Temurin:
    https://adoptium.net/temurin/releases/?version=25&os=linux&arch=x64&package=jdk
  or set JAVA_HOME to a JDK 25 that is elsewhere; then the same command again
To do for /dev/shm: mount -o remount,size=2G /dev/shm (as root; for a container: docker run --shm-size=2g)
To do for memory: 1.5 GiB must be available: free some, or give the machine (or container) more
To do for the cache: free 1 GiB there, or set XDG_CACHE_HOME to a directory with room
END
  called </dev/null
}

test_a_container_with_little_memory_is_seen() {
  mkdir -p "$sys/sys/fs/cgroup"
  echo 536870912 >"$sys/sys/fs/cgroup/memory.max"
  in_world "$clone/ktstr" setup --check
  same "$(grep ^memory <<<"$output" | tr -s ' ')" 'memory guests 0.5 GiB available too small'
}

test_the_table_as_json() {
  rm "$bin"/fio
  in_world "$clone/ktstr" setup --check --json
  says 1 <<'END'
{"items":[
{"item":"JDK 25","neededFor":"everything","version":"25.0.3","path":"SYS/usr/lib/jvm/jdk-25","note":"","state":"ok"},
{"item":"Maven 3.8.7+","neededFor":"building","version":"3.8.7","path":"BIN/mvn","note":"","state":"ok"},
{"item":"gcc","neededFor":"building kt","version":"12.2.0","path":"BIN/gcc","note":"","state":"ok"},
{"item":"static libc","neededFor":"building kt","version":"2.36","path":"SYS/usr/lib/x86_64-linux-gnu/libc.a","note":"","state":"ok"},
{"item":"make","neededFor":"building kt","version":"4.3","path":"BIN/make","note":"","state":"ok"},
{"item":"QEMU 10+","neededFor":"virtual machines","version":"10.0.2","path":"BIN/qemu-system-x86_64","note":"","state":"ok"},
{"item":"apt tools","neededFor":"kernel fetch","version":"2.6.1","path":"BIN/apt-get","note":"","state":"ok"},
{"item":"fio","neededFor":"demo","version":"","path":"","note":"","state":"missing"},
{"item":"stress-ng","neededFor":"demo","version":"0.15.06","path":"BIN/stress-ng","note":"","state":"ok"},
{"item":"rt-tests","neededFor":"demo payloads","version":"","path":"BIN/hackbench","note":"","state":"ok"},
{"item":"rt-app","neededFor":"demo payloads","version":"","path":"BIN/rt-app","note":"","state":"ok"},
{"item":"sysbench","neededFor":"demo payloads","version":"1.0.20","path":"BIN/sysbench","note":"","state":"ok"},
{"item":"perf","neededFor":"demo payloads","version":"6.1.192","path":"BIN/perf","note":"","state":"ok"},
{"item":"clang 19+","neededFor":"schedulers","version":"19.1.7","path":"BIN/clang-19","note":"","state":"ok"},
{"item":"libelf","neededFor":"schedulers","version":"","path":"SYS/usr/include/libelf.h","note":"","state":"ok"},
{"item":"xz","neededFor":"schedulers","version":"5.4.1","path":"BIN/xz","note":"","state":"ok"},
{"item":"/dev/shm","neededFor":"RAM of guests","version":"4.0 GiB free","path":"SYS/dev/shm","note":"","state":"ok"},
{"item":"memory","neededFor":"guests","version":"8.0 GiB available","path":"","note":"","state":"ok"},
{"item":"cache","neededFor":"kernels, images","version":"4.0 GiB free","path":"HOME/.cache/ktstr4j","note":"","state":"ok"},
{"item":"KVM","neededFor":"speed","version":"","path":"","note":"no /dev/kvm: guests are emulated","state":"optional"},
{"item":"user","neededFor":"installing packages","version":"ada","path":"","note":"set-up installs","state":"optional"}
],"ok":false,"toDo":"To do: ./ktstr setup installs fio"}
END
}

test_setup_help() {
  in_world "$clone/ktstr" setup --help
  says 0 <<'END'
Usage: ktstr setup [--check [--json]]

Installs what ktstr4j needs and does not find (Debian and Ubuntu, as root or through sudo), then shows the table.
Without root it prints the commands instead. Every other command does the same by itself when something is missing.

  --check   change nothing; show what is there, which version, and what is missing
  --json    the table as JSON (with --check)
  --help    this text

Exit codes: 0 everything is there, 1 something is missing, 64 usage, 69 could not install.
END
}

test_an_unknown_argument_of_setup() {
  in_world "$clone/ktstr" setup --chekc
  says 64 <<<'ktstr: setup: unknown argument "--chekc"; see ktstr setup --help'
}

test_json_without_check() {
  in_world "$clone/ktstr" setup --json
  says 64 <<<'ktstr: setup: --json goes with --check'
}
