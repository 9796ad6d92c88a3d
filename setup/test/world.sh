# shellcheck shell=bash disable=SC2154,SC2016 # variables of run; stubs expand their own
# SPDX-License-Identifier: Apache-2.0
# A world for one test: a clone of the scripts, a file system below sys/, stubs below bin/, a list of what was called.
# It begins as a Debian 12 where everything is there and built; a test takes away what it is about.

basic=(awk basename bash cat chmod cksum cp cut dirname env find flock grep head ln ls mkdir mv readlink rm sed sort stat
  tail tee touch tr true)

# new_world: the first one is copied for each test.
new_world() {
  name_places "$(mktemp -d "$scratch/world.XXXX")"
  cp -a "$scratch/first/." "$world"
}

name_places() {
  world=$1 bin=$1/bin sys=$1/sys clone=$1/clone
}

first_world() {
  local tool
  name_places "$scratch/first"
  mkdir -p "$scratch/tools" "$bin" "$world"/{home,shop} "$clone"/{setup,.ci,cli/target,api/src,target} "$sys"/{etc,dev/shm,proc}
  for tool in "${basic[@]}"; do ln -s "$(type -P "$tool")" "$scratch/tools/$tool"; done
  cp "$here"/../../{ktstr,check} "$clone"
  cp "$here"/../../.ci/run "$clone/.ci"
  cp "$here"/../{*.sh,build-schedulers} "$clone/setup"
  touch "$clone"/pom.xml "$clone"/api/pom.xml "$world/calls"
  echo 'called() { echo "$*" >>"$world/calls"; }' >"$world/lib"
  debian_12
  tools
  sleep 0.01 # the kernel's clock for files ticks every few ms
  touch "$clone/cli/target/ktstr.jar" "$clone/target/built"
}

debian_12() {
  printf '%s\n' 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"' ID=debian 'VERSION_ID="12"' VERSION_CODENAME=bookworm >"$sys/etc/os-release"
  printf 'MemTotal: 9000000 kB\nMemAvailable: 8388608 kB\n' >"$sys/proc/meminfo"
  mkdir -p "$sys"/usr/{include,share/keyrings,lib/x86_64-linux-gnu,lib/jvm}
  touch "$sys/usr/include/"{stdio,libelf}.h "$sys/usr/lib/x86_64-linux-gnu/libc.a" "$sys/usr/share/keyrings/debian-archive-keyring.gpg"
  jdk "$sys/usr/lib/jvm/jdk-25" 25.0.3
}

# jdk HOME VERSION
jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="x"\nJAVA_VERSION="%s"\nJAVA_VERSION_DATE="2026-04-21"\n' "$2" >"$1/release"
  script "$1/bin/javac" 'exit 99'
  script "$1/bin/jlink" 'exit 99'
  script "$1/bin/java" 'printf "java"; printf " %s" "$@"; printf "\n"; exit "${JAVA_EXIT:-0}"'
}

# script FILE BODY
script() {
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"$1"
  chmod +x "$1"
}

# stub NAME BODY: a program on PATH; it can add a line to $world/calls.
stub() { script "$bin/$1" '. "$world/lib"'$'\n'"$2"; }

tools() {
  stub id 'if [[ $1 == -un ]]; then echo ada; else cat "$world/uid"; fi'
  echo 0 >"$world/uid"
  stub df 'printf "Filesystem\nnone 9 9 %s 1%% x\n" "$(cat "$world/free" 2>/dev/null || echo 4194304)"'
  stub sleep ''
  stub getconf 'echo glibc 2.36'
  stub gcc 'case $1 in --version) echo "gcc (Debian 12.2.0-14) 12.2.0" ;; -print-file-name*) echo "$world/sys/usr/lib/x86_64-linux-gnu/libc.a" ;; esac'
  stub make 'echo GNU Make 4.3'
  stub mvn 'if [[ $1 == -version ]]; then echo "Apache Maven 3.8.7"; exit; fi
called "mvn $*${KTSTR_REQUIRE_VM:+ (no VM test may be skipped)}"
. "$world/mvn" 2>/dev/null || touch "$world/clone/cli/target/ktstr.jar"'
  stub qemu-system-x86_64 'echo "QEMU emulator version $(cat "$world/qemu") (Debian)"'
  echo 10.0.2 >"$world/qemu"
  stub fio 'echo fio-3.33'
  stub stress-ng 'echo "stress-ng, version 0.15.06 (gcc)"'
  stub hackbench ''
  stub rt-app ''
  stub sysbench 'echo "sysbench 1.0.20"'
  stub perf 'echo "perf version 6.1.192"'
  stub clang-19 'echo "Debian clang version 19.1.7 (3~deb12u1)"'
  stub xz 'echo "xz (XZ Utils) 5.4.1"'
  stub shellcheck 'if [[ $1 == --version ]]; then printf "ShellCheck\nversion: 0.9.0\n"; else called shellcheck; [ ! -e "$world/bad-script" ]; fi'
  stub debootstrap 'echo "debootstrap 1.0.128"'
  stub dpkg-deb ''
  stub apt-cache 'echo "  Candidate: $(cat "$world/candidate-${*: -1}" 2>/dev/null || echo "(none)")"'
  echo '1:7.2+dfsg-7' >"$world/candidate-qemu-system-x86"
  stub apt-get 'case $1 in
  --version) echo "apt 2.6.1 (amd64)" && exit ;;
  indextargets) [[ $* == *CODENAME* ]] && cat "$world/suites" 2>/dev/null || echo http://mirror.example/debian; exit ;;
esac
called "apt-get $*${DEBIAN_FRONTEND:+ ($DEBIAN_FRONTEND)}"
. "$world/apt" 2>/dev/null
[[ $* != *install* ]] || for package; do
  cp "$world/shop/$package/"* "$world/bin" 2>/dev/null
  [[ $package != qemu-system-x86 ]] || echo 10.0.2 >"$world/qemu"
done; true'
}

# not_there PACKAGE PROGRAM: it is in the shop, not on the machine.
not_there() {
  mkdir -p "$world/shop/$1"
  mv "$bin/$2" "$world/shop/$1"
}

# in_world [NAME=VALUE...] COMMAND...: sets output (times, paths made equal) and code.
in_world() {
  local file=$world/output
  code=0
  env -i world="$world" PATH="$bin:$scratch/tools" HOME="$world/home" KTSTR_SYSROOT="$sys" "$@" >"$file" 2>&1 || code=$?
  output=$(sed -E -e "s#$clone#CLONE#g; s#$sys#SYS#g; s#$world/home#HOME#g; s#$bin#BIN#g" \
    -e 's/ktstr-[0-9]+\.jsa/ktstr-KEY.jsa/; s/\[ *[0-9]+\.[0-9] s\]/[T]/; s/ [0-9]+\.[0-9] s/ T s/' "$file")
}

# says CODE: the last in_world ended with this code, having said what stands on stdin.
says() { same "exit $1"$'\n'"$(cat)" "exit $code"$'\n'"$output"; }

# called: the programs called since the last time are those on stdin.
called() {
  same "$(cat)" "$(sed "s#$clone#CLONE#g; s#$sys#SYS#g" "$world/calls")"
  : >"$world/calls"
}

same() {
  [[ $1 == "$2" ]] && return
  printf 'expected (<) and found (>):\n'
  diff <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}
