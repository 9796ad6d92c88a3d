# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The plan of an installation as shell commands: what is printed for a person is what is run for one.
# In: package names, `as` (how to become root), `apt_get`. Out: the arrays told and commands, one entry a step.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
private=$sysroot/var/cache/ktstr4j-apt # a package list of our own, gone after the installation; apt's configuration stays as it is

# plan TEXT COMMAND
plan() {
  told+=("$1")
  commands+=("$2")
}

plan_update() { plan 'read the package lists' "$as$apt_get update"; }

# plan_install PACKAGE...
plan_install() { plan "install $*" "$as$apt_get install --no-install-recommends $*"; }

# qemu_candidate: REPLY = the version that apt would install, without epoch; empty when it knows none.
qemu_candidate() {
  REPLY=$(LC_ALL=C apt-cache policy qemu-system-x86 2>/dev/null | awk '$1 == "Candidate:" { print $2 }')
  REPLY=${REPLY#*:}
  [[ $REPLY != '(none)' ]] || REPLY=
}

# os_release KEY: REPLY = its value in /etc/os-release.
os_release() {
  REPLY=$(sed -n "s/^$1=//p" "$sysroot/etc/os-release" 2>/dev/null | tr -d '"')
}

# plan_qemu: from the distribution when its QEMU is new enough, else from its backports.
plan_qemu() {
  local candidate distribution release
  qemu_candidate && candidate=$REPLY
  os_release ID && distribution=$REPLY
  os_release VERSION_ID && release=$REPLY
  if [ -z "$candidate" ] && { [[ $distribution != debian ]] || at_least "${release:-99}" 13; }; then
    candidate=10 # no lists yet; whatever it is, it is looked at again after the installation
  fi
  if at_least "${candidate:-0}" 10; then
    plan_install qemu-system-x86
  elif [[ $distribution == debian ]]; then
    plan_backports
  else
    os_release PRETTY_NAME
    fail 69 "install QEMU: 10 or newer is needed, $REPLY has ${candidate%%[+-]*}" \
      'put a qemu-system-x86_64 of version 10 or newer on PATH, then the same command again'
  fi
}

# mirror CODENAME: REPLY = where this host gets Debian from; a command that finds it out while no lists are read yet.
mirror() {
  local query="apt-get indextargets --format '\$(SITE)' 'Created-By: Packages' 'Component: main' 'Codename: $1' | grep -vm 1 ^cdrom"
  REPLY=$(bash -c "$query" 2>/dev/null) || :
  [ -n "$REPLY" ] || REPLY="\$($query)"
}

# plan_backports: the system's sources and one line more, read into a directory of our own.
plan_backports() {
  local suite list=$private/sources.list sources options
  os_release VERSION_CODENAME
  suite=$REPLY-backports
  # shellcheck disable=SC2016 # apt's own variables
  if apt-get indextargets --format '$(CODENAME) $(RELEASE)' 2>/dev/null | tr ' ' '\n' | grep -qx "$suite"; then
    plan "install qemu-system-x86 from $suite" "$as$apt_get -t $suite install --no-install-recommends qemu-system-x86"
    return
  fi
  mirror "$REPLY"
  sources="deb [signed-by=$keyring] $REPLY $suite main"
  options="-o Dir::Etc::sourcelist=$list -o Dir::State::lists=$private/lists"
  plan '' "${as}mkdir -p $private/lists/partial"
  if [ -s "$sysroot/etc/apt/sources.list" ]; then
    plan '' "{ cat $sysroot/etc/apt/sources.list; echo \"$sources\"; } | ${as}tee $list >/dev/null"
  else
    plan '' "echo \"$sources\" | ${as}tee $list >/dev/null"
  fi
  plan "read the package lists of $suite, which has QEMU 10" "$as$apt_get $options update"
  plan "install qemu-system-x86 from $suite" "$as$apt_get $options -t $suite install --no-install-recommends qemu-system-x86"
  plan '' "${as}rm -r $private"
}
