# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Finds a JDK 25. In: JAVA_HOME, PATH, the usual places. Out: JAVA_HOME, exported. No process is started on the usual path:
# every command of ours passes here.

sysroot=${KTSTR_SYSROOT:-} # the scripts' tests put a file system of their own here

# jdk_version HOME: REPLY = the version in HOME/release, or what javac says; empty when there is no JDK.
jdk_version() {
  local line
  REPLY=
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    while read -r line; do
      [[ $line != JAVA_VERSION=* ]] || REPLY=${line//[!0-9.]/}
    done <"$1/release"
  else
    REPLY=$("$1/bin/javac" -version 2>&1) || :
    REPLY=${REPLY#javac }
  fi
}

# is_jdk25 HOME: a whole JDK 25, jlink included (it makes the guest's runtime); REPLY = its version.
is_jdk25() {
  jdk_version "$1"
  [[ $REPLY == 25 || $REPLY == 25[.+-]* ]] && [ -x "$1/bin/jlink" ]
}

# jdk_places: places = JAVA_HOME, the JDK on PATH, then where packages, SDKMAN, IDEs and people put them.
jdk_places() {
  local javac
  places=("${JAVA_HOME:-}")
  javac=$(type -P javac) && javac=$(readlink -f "$javac") && places+=("${javac%/bin/javac}")
  shopt -s nullglob
  places+=("$sysroot"/usr/lib/jvm/*25* "$sysroot"/usr/lib/jvm/* "$sysroot"/usr/java/* "$sysroot"/opt/*{jdk,java}* "$sysroot"/usr/local/*jdk*
    "$sysroot"/opt/java/* ~/.sdkman/candidates/java/25* ~/.jdks/* ~/.local/share/mise/installs/java/*25* ~/.asdf/installs/java/*25*)
  shopt -u nullglob
}

# find_jdk: JAVA_HOME = the first JDK 25, exported; fails when there is none.
find_jdk() {
  local home
  if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  jdk_places
  for home in "${places[@]}"; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

# jdk_advice: advice = what to do when there is no JDK 25, a line each.
jdk_advice() {
  advice=()
  if [[ $(LC_ALL=C apt-cache policy openjdk-25-jdk-headless 2>/dev/null) == *'Candidate: 25'* ]]; then
    advice+=('as root: apt-get install openjdk-25-jdk-headless')
  else
    advice+=('mkdir -p ~/.jdks, and unpack a Linux x64 JDK 25 there, for instance Eclipse Temurin:'
      '  https://adoptium.net/temurin/releases/?version=25&os=linux&arch=x64&package=jdk')
  fi
  advice+=('or set JAVA_HOME to a JDK 25 that is elsewhere; then the same command again')
}

# need_jdk: finds it, or says what was found instead and what to do.
need_jdk() {
  local advice found='JAVA_HOME is not set'
  find_jdk && return
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_version "$JAVA_HOME"
    found="JAVA_HOME is \"$JAVA_HOME\", ${REPLY:+a JDK $REPLY}"
    [ -n "$REPLY" ] || found+='where there is no JDK'
  fi
  jdk_advice
  fail 69 "find a JDK 25: $found; none on PATH, in /usr/lib/jvm, /opt, /usr/local, ~/.jdks, ~/.sdkman either" "${advice[@]}"
}
