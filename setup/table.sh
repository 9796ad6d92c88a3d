# shellcheck shell=bash disable=SC2154 # a look sets state, version, path and note
# SPDX-License-Identifier: Apache-2.0
# `ktstr setup`: the table of what is there, for people and as JSON, and what to do about the rest.

setup_usage() {
  cat <<'USAGE'
Usage: ktstr setup [--check [--json]]

Installs what ktstr4j needs and does not find (Debian and Ubuntu, as root or through sudo), then shows the table.
Without root it prints the commands instead. Every other command does the same by itself when something is missing.

  --check   change nothing; show what is there, which version, and what is missing
  --json    the table as JSON (with --check)
  --help    this text

Exit codes: 0 everything is there, 1 something is missing, 64 usage, 69 could not install.
USAGE
}

# setup_command ARGS...: the end.
setup_command() {
  local check='' json='' argument
  for argument in "$@"; do
    case $argument in
      --check) check=1 ;;
      --json) json=1 ;;
      -h | --help) setup_usage && exit 0 ;;
      *) fail 64 "setup: unknown argument \"$argument\"; see ktstr setup --help" ;;
    esac
  done
  [ -n "$check" ] || [ -z "$json" ] || fail 64 'setup: --json goes with --check'
  find_jdk || :
  [ -n "$check" ] || setup_install
  if [ -n "$json" ]; then print_json; else print_table; fi
}

# A missing JDK or a small /dev/shm is shown by the table: no package mends them.
setup_install() {
  local item installable=()
  find_jdk && ensure demo && return
  for item in "${demo_items[@]}"; do [[ $item == jdk ]] || installable+=("$item"); done
  bring "${installable[@]}"
}

# colour WORD: REPLY = the word, coloured on a terminal.
colour() {
  local code=31
  case $1 in ok) code=32 ;; optional) code=2 ;; esac
  REPLY=$1
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then REPLY=$'\e['"${code}m$1"$'\e[0m'; fi
}

# found: REPLY = version, place and note of the item looked at, for a table cell.
found() {
  REPLY="$version${path:+${version:+ at }$path}"
  REPLY+="${note:+${REPLY:+: }$note}"
  REPLY=${REPLY:--}
  [ -z "${HOME:-}" ] || REPLY=${REPLY/"$HOME/"/\~/}
}

print_table() {
  local item rows=() cell wide=5 purpose_wide=10
  missing=()
  for item in "${table_items[@]}"; do
    look "$item"
    found && cell=$REPLY
    colour "$state"
    rows+=("${title[$item]}" "${purpose[$item]}" "$cell" "$REPLY")
    ((${#cell} <= wide)) || wide=${#cell}
    ((${#purpose[$item]} <= purpose_wide)) || purpose_wide=${#purpose[$item]}
    [[ $state == ok || $state == optional ]] || missing+=("$item")
  done
  printf "%-14s  %-${purpose_wide}s  %-${wide}s  %s\n" item 'needed for' found state "${rows[@]}"
  printf '\n'
  if [ ${#missing[@]} -eq 0 ]; then
    printf 'Everything is there. Next: ./ktstr demo\n'
    exit 0
  fi
  todo && printf '%s\n' "${lines[@]}"
  exit 1
}

# todo: lines = what to do about `missing`; the packages first, in one line.
todo() {
  local item names=() advice verb=installs
  lines=()
  for item in "${missing[@]}"; do
    if [ -n "${package[$item]:-}" ]; then names+=("${title[$item]}"); fi
    case $item in
      jdk) jdk_advice && lines+=('To do for JDK 25:' "${advice[@]/#/  }") ;;
      shm) lines+=('To do for /dev/shm: mount -o remount,size=2G /dev/shm (as root; for a container: docker run --shm-size=2g)') ;;
      memory) lines+=('To do for memory: 1.5 GiB must be available: free some, or give the machine (or container) more') ;;
      cache) lines+=("To do for the cache: free 1 GiB there, or set XDG_CACHE_HOME to a directory with room") ;;
    esac
  done
  [ ${#names[@]} -gt 0 ] || return 0
  installer
  [[ $REPLY != nobody ]] || verb='prints the commands that install'
  join "${names[@]}"
  lines=("To do: ./ktstr setup $verb $REPLY" "${lines[@]}")
}

# quoted TEXT: REPLY = it as a JSON string.
quoted() {
  local text=${1//\\/\\\\}
  REPLY="\"${text//\"/\\\"}\""
}

print_json() {
  local item fields field ok=true comma='' lines=() missing=()
  printf '{"items":['
  for item in "${table_items[@]}"; do
    look "$item"
    fields=(item "${title[$item]}" neededFor "${purpose[$item]}" version "$version" path "$path" note "$note" state "$state")
    printf '%s\n{' "$comma"
    comma=''
    for field in "${fields[@]}"; do
      quoted "$field"
      printf '%s%s' "$comma" "$REPLY"
      if [[ $comma == : ]]; then comma=,; else comma=:; fi
    done
    printf '}'
    comma=,
    [[ $state == ok || $state == optional ]] || missing+=("$item")
  done
  [ ${#missing[@]} -eq 0 ] || { ok=false && todo; }
  quoted "$(printf '%s\n' "${lines[@]}")"
  printf '\n],"ok":%s,"toDo":%s}\n' "$ok" "${REPLY//$'\n'/\\n}"
  [[ $ok == true ]]
  exit
}
