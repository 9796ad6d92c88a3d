# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Builds the command line when a source is newer than the last build that succeeded. Out: the jar, and a stamp
# with the time that build began (so that an edit during a build is seen).

jar=$root/cli/target/ktstr.jar
built=$root/target/built
build_rooms=(cli examples) # and, with -am, what these need

# stale: REPLY = why the jar must be built; fails when it need not.
stale() {
  local sources=() file
  REPLY='the first time in this directory'
  [ -f "$jar" ] && [ -f "$built" ] || return 0
  for file in "$root"/{pom.xml,.mvn} "$root"/{native,api,guest,host,junit,cli,examples}/{pom.xml,src,Makefile}; do
    [ ! -e "$file" ] || sources+=("$file")
  done
  REPLY=$(find "${sources[@]}" -newer "$built" -print -quit)
  [ -n "$REPLY" ] || return 1
  REPLY="${REPLY#"$root"/} changed"
}

# lock_build: one build at a time in this directory; released when the shell ends or by unlock_build.
lock_build() {
  { mkdir -p "$root/target" && : >>"$root/target/.lock"; } 2>/dev/null ||
    fail 69 "build in $root: cannot write to $root/target; own that directory, or use a clone of your own"
  exec {lock}>"$root/target/.lock"
  flock -n "$lock" || { say 'build: another one is at work in this directory; waiting for it' && flock "$lock"; }
}

unlock_build() { exec {lock}>&-; }

# built_from_now / build_succeeded: around any build that makes the jar.
built_from_now() { : >"$root/target/.begun"; }
build_succeeded() { mv "$root/target/.begun" "$built"; }

run_maven() {
  local room rooms=()
  cd "$root" || return
  for room in "${build_rooms[@]}"; do [ ! -d "$room" ] || rooms+=("$room"); done
  room=$(IFS=, && echo "${rooms[*]}")
  mvn -B -ntp -DskipTests -Dspotless.check.skip -pl "$room" -am package
}

# build_failed LOG: what Maven says, without [INFO] and its advice about itself; the end.
build_failed() {
  printf '%s: build failed; from %s:\n' "${0##*/}" "$1" >&2
  sed -E 's/\x1b\[[0-9;]*m//g; /^\[INFO\]/d; /^\[ERROR\] *$/d; /\[Help 1\] http|re-run Maven|Re-run Maven|For more information about/d' "$1" |
    cat -s | head -n 60 | sed 's/^/  | /' >&2
  exit 69
}

# build: silent when there is nothing to do.
build() {
  local log=$root/target/build.log
  ! stale && return
  lock_build
  if stale; then
    built_from_now
    step "build ($REPLY)" "$log" run_maven || build_failed "$log"
    [ -f "$jar" ] || fail 69 "build in $root: Maven succeeded but made no $jar; see $log"
    build_succeeded
  fi
  unlock_build
}
