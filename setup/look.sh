# shellcheck shell=bash disable=SC2034 # the variables are what a look reports
# SPDX-License-Identifier: Apache-2.0
# Looks at one item of the host and changes nothing. look ID sets
#   state    ok | missing | too old | too small | optional (never a reason to stop)
#   version  as the program says it, or an amount; may be empty
#   path     where it was found; may be empty
#   note     what a person should know besides; may be empty

look() {
  state=ok version='' path='' note=''
  "look_$1"
}

# at_least HAVE WANT: compares dotted numbers.
at_least() {
  local -a have want
  local i
  IFS=. read -ra have <<<"${1//[!0-9.]/}"
  IFS=. read -ra want <<<"$2"
  for i in "${!want[@]}"; do
    ((${have[i]:-0} == want[i])) || return $((${have[i]:-0} < want[i]))
  done
}

# on_path PROGRAM: path, or state = missing.
on_path() {
  path=$(type -P "$1") || { state=missing && return 1; }
}

# first_number TEXT: REPLY = the first dotted number in it.
first_number() {
  REPLY=
  [[ $1 =~ [0-9]+(\.[0-9]+)+ ]] && REPLY=${BASH_REMATCH[0]}
}

# versioned PROGRAM [LEAST]: runs PROGRAM --version.
versioned() {
  on_path "$1" || return 0
  first_number "$("$path" --version 2>&1 | head -n 1)" || :
  version=$REPLY
  [ $# -lt 2 ] || at_least "$version" "$2" || state='too old'
}

look_gcc() { versioned gcc; }
look_make() { versioned make; }
look_qemu() { versioned qemu-system-x86_64 10; }
look_fio() { versioned fio; }
look_stress() { versioned stress-ng; }
look_rttests() { on_path hackbench || return 0; } # prints no version of its own
look_rtapp() { on_path rt-app || return 0; } # nor does this one
look_sysbench() { versioned sysbench; }
look_perf() { versioned perf; }
look_debootstrap() {
  # where it is for root, who is not always the one who looks
  local PATH=$PATH:$sysroot/usr/sbin
  versioned debootstrap
}

look_clang() { versioned clang-19; }
look_xz() { versioned xz; }
# What the loaders of schedulers are linked with; it brings zlib along.
look_elf() {
  path=$sysroot/usr/include/libelf.h
  [ -e "$path" ] || { path='' && state=missing; }
}
look_shellcheck() {
  on_path shellcheck || return 0
  first_number "$("$path" --version | tr '\n' ' ')" || :
  version=$REPLY
}

look_jdk() {
  if find_jdk; then
    jdk_version "$JAVA_HOME"
    version=$REPLY path=$JAVA_HOME
  else
    state=missing
  fi
}

look_maven() {
  on_path mvn || return 0
  first_number "$("$path" -version 2>&1 | head -n 1)" || :
  version=$REPLY
  at_least "$version" 3.8.7 || state='too old'
}

# The headers and libc.a, wherever this gcc looks for them.
look_libc() {
  path=$(gcc -print-file-name=libc.a 2>/dev/null) || path=
  if [[ $path != /* ]] || ! gcc -E -x c - <<<$'#include <stdio.h>\n#include <linux/sched.h>' >/dev/null 2>&1; then
    state=missing path=''
    return 0
  fi
  path=$(readlink -f "$path")
  first_number "$(getconf GNU_LIBC_VERSION 2>/dev/null)" || :
  version=$REPLY
}

# A kernel is fetched with these from a Debian mirror; without apt a kernel can still be given by path.
look_apt() {
  path=$(type -P apt-get) || { state=optional note='no apt: give kernels as --kernel PATH' && return; }
  first_number "$(apt-get --version | head -n 1)" || :
  version=$REPLY
  if ! type -P dpkg-deb apt-cache >/dev/null || [ ! -e "$sysroot/usr/share/keyrings/debian-archive-keyring.gpg" ]; then
    state=missing note="no keyring of Debian's archive"
  fi
}

# gib KIB: REPLY = GiB with one decimal.
gib() { printf -v REPLY '%d.%d GiB' $(($1 / 1048576)) $(($1 % 1048576 * 10 / 1048576)); }

# room DIRECTORY LEAST_KIB: free space there.
room() {
  local free
  path=$1
  free=$(df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }')
  if [ ! -w "$1" ] || [ -z "$free" ]; then
    state=missing note='not a directory one can write to'
    return 0
  fi
  gib "$free"
  version="$REPLY free"
  [ "$free" -ge "$2" ] || state='too small'
}

look_shm() { room "$sysroot/dev/shm" 1048576; }

look_cache() {
  local dir=$cache
  while [ ! -e "$dir" ]; do dir=$(dirname "$dir"); done
  room "$dir" 1048576
  path=$cache
}

# What is available, and not more than the container may use.
look_memory() {
  local kib max
  kib=$(awk '$1 == "MemAvailable:" { print $2 }' "$sysroot/proc/meminfo")
  if read -r max 2>/dev/null <"$sysroot/sys/fs/cgroup/memory.max" && [[ $max != max ]]; then
    ((max / 1024 >= kib)) || kib=$((max / 1024))
  fi
  gib "$kib"
  version="$REPLY available"
  [ "$kib" -ge 1572864 ] || state='too small'
}

# That /dev/kvm opens proves little: it may run no kernel all the same.
look_kvm() {
  local device=$sysroot/dev/kvm
  state=optional
  if [ ! -e "$device" ]; then
    note='no /dev/kvm: guests are emulated'
  elif ! (: <>"$device") 2>/dev/null; then
    path=/dev/kvm note="no access (is $(id -un) in group kvm?): guests are emulated"
  else
    path=/dev/kvm note='opens; whether it works, a canary boot will tell'
  fi
}

# installer: REPLY = root | sudo | nobody, by what set-up can do here.
installer() {
  REPLY=nobody
  if [ "$(id -u)" -eq 0 ]; then REPLY=root; elif sudo -n true 2>/dev/null; then REPLY=sudo; fi
}

look_user() {
  state=optional
  version=$(id -un)
  type -P apt-get >/dev/null || { note='no apt: packages are installed by hand' && return; }
  installer
  case $REPLY in
    root) note='set-up installs' ;;
    sudo) note='set-up installs through sudo' ;;
    nobody) note='no sudo without a password: set-up prints the commands' ;;
  esac
}
