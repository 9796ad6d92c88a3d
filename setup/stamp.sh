# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Remembers what was looked at, so that a second run looks at nothing but sizes and times: three processes, a few ms.
# A stamp per level lies in the cache; it is stale as soon as a program, the JDK or needs.sh is another one.

[[ ${XDG_CACHE_HOME:-} == /* ]] || XDG_CACHE_HOME=${HOME:=~}/.cache
cache=$XDG_CACHE_HOME/ktstr4j

# fingerprint LEVEL: REPLY = what tells this host's tools from others; fails when one of them is gone.
fingerprint() {
  local item file files=()
  items_of "$1"
  for item in "${items[@]}"; do
    case $item in
      jdk) files+=("${JAVA_HOME:-/none}/bin/javac") ;;
      libc) for file in "$sysroot"/usr/include/stdio.h "$sysroot"/usr/lib/*/libc.a; do [ ! -e "$file" ] || files+=("$file"); done ;;
      elf) [ -e "$sysroot/usr/include/libelf.h" ] && files+=("$sysroot/usr/include/libelf.h") || return 1 ;;
      *) file=$(type -P "${program[$item]}") && files+=("$file") || [[ $item == apt ]] || return 1 ;;
    esac
  done
  REPLY=$(cksum <"$root/setup/needs.sh" && stat -L -c '%n %s %Y %Z' "${files[@]}" 2>/dev/null)
}

# verified LEVEL: this very host was looked at before, and had everything.
verified() {
  local stamp=$cache/setup/$1 was
  [ -r "$stamp" ] && was=$(<"$stamp") && fingerprint "$1" && [[ $was == "$REPLY" ]]
}

# remember LEVEL: a cache that cannot be written costs the next run half a second, no more.
remember() {
  local stamp=$cache/setup/$1
  if fingerprint "$1" && mkdir -p "$cache/setup" 2>/dev/null; then
    { printf '%s\n' "$REPLY" >"$stamp.$$" && mv "$stamp.$$" "$stamp"; } 2>/dev/null || :
  fi
}
