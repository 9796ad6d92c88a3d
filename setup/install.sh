# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Brings what is missing, or says how. In: a level. Out: everything of that level is there, or the end with a reason.

# look_at ITEM...: missing = those that are not there; lack = what a person calls them, with the version that is too old.
look_at() {
  local item
  missing=() lack=()
  for item in "$@"; do
    look "$item"
    [[ $state == ok || $state == optional ]] && continue
    missing+=("$item")
    lack+=("${title[$item]}${version:+ ($version is ${state})}")
  done
}

# join WORD...: REPLY = the words with commas.
join() {
  printf -v REPLY '%s, ' "$@"
  REPLY=${REPLY%, }
}

# ensure LEVEL: at once when the stamp is good.
ensure() {
  ! verified "$1" || return 0
  items_of "$1"
  bring "${items[@]}"
  remember "$1"
}

# bring ITEM...: looks, installs, looks again.
bring() {
  look_at "$@"
  [ ${#missing[@]} -gt 0 ] || return 0
  join "${lack[@]}"
  say "set-up: needs $REPLY"
  install "${missing[@]}"
  look_at "${missing[@]}"
  [ ${#missing[@]} -eq 0 ] || still_missing
}

still_missing() {
  local item lines=()
  for item in "${missing[@]}"; do
    look "$item"
    found
    lines+=("${title[$item]} is $state: $REPLY")
  done
  fail 69 'set-up is over, but something is still not as it must be' "${lines[@]}" \
    'put a newer one on PATH before it, then the same command again; ./ktstr setup --check shows everything'
}

# install ITEM...: as root, through sudo, or not at all.
install() {
  local as='' apt_get='apt-get' names=() item
  for item in "$@"; do [[ $item == qemu || -z ${package[$item]:-} ]] || names+=("${package[$item]}"); done
  if ! type -P apt-get >/dev/null; then
    join "${lack[@]}"
    fail 69 "set-up: installs on Debian and Ubuntu only (no apt-get here)" \
      "install these by hand, then the same command again: $REPLY"
  fi
  installer
  case $REPLY in
    nobody) print_plan "$@" ;;
    sudo) as='sudo -n env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 ' ;;
  esac
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  apt_get='apt-get -q -y --no-remove -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'
  run_plan plan_update lenient
  [ ${#names[@]} -eq 0 ] || run_plan "plan_install ${names[*]}"
  [[ " $* " != *' qemu '* ]] || run_plan plan_qemu
}

# run_plan PLANNER [lenient]: its steps; a lenient one may fail (somebody's broken third-party list is not our affair).
run_plan() {
  local told=() commands=() i log=$cache/setup/apt.log
  mkdir -p "$cache/setup" || fail 69 "set-up: cannot write to $cache; set XDG_CACHE_HOME to a directory that can be written"
  $1
  for i in "${!commands[@]}"; do
    if [ -z "${told[i]}" ]; then
      bash -c "${commands[i]}" >"$log" 2>&1 && continue
    elif step "set-up: ${told[i]}" "$log" patiently "${commands[i]}" "$log"; then
      continue
    elif [ $# -gt 1 ]; then
      say "set-up: going on with the package lists there are ($log)"
      continue
    fi
    quote_log "$log" "set-up: ${told[i]:-${commands[i]}} failed"
    exit 69
  done
}

# patiently COMMAND LOG: apt waits for dpkg's lock by itself, but not for the one of the package lists.
patiently() {
  local until=$((SECONDS + 600))
  until : >"$2" && bash -c "$1"; do
    [ "$SECONDS" -lt "$until" ] && grep -q 'Could not get lock' "$2" || return 1
    sleep 2
  done
}

# print_plan ITEM...: the same commands for somebody who may run them; the end.
print_plan() {
  local told=() commands=() i how='there is no sudo here. As root, run'
  if type -P sudo >/dev/null; then as='sudo ' how='sudo asks for a password here. Run'; fi
  plan_update
  [ ${#names[@]} -eq 0 ] || plan_install "${names[@]}"
  [[ " $* " != *' qemu '* ]] || plan_qemu
  printf '%s: set-up: installing packages needs root, and %s:\n\n' "${0##*/}" "$how" >&2
  for i in "${!commands[@]}"; do printf '  %s\n' "${commands[i]}" >&2; done
  printf '\nThen the same command again.\n' >&2
  exit 1
}
