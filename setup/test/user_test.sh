# shellcheck shell=bash disable=SC2154,SC2317,SC2016 # variables of world.sh and install_test.sh; run calls the functions
# SPDX-License-Identifier: Apache-2.0
# What somebody sees who is not root.

test_a_user_without_sudo_gets_the_commands() {
  echo 1000 >"$world/uid"
  not_there fio fio
  not_there qemu-system-x86 qemu-system-x86_64
  demo
  says 1 <<'END'
[T] set-up: needs QEMU 10+, fio
ktstr: set-up: installing packages needs root, and there is no sudo here. As root, run:

  apt-get update
  apt-get install --no-install-recommends fio
  mkdir -p SYS/var/cache/ktstr4j-apt/lists/partial
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm-backports main" | tee SYS/var/cache/ktstr4j-apt/sources.list >/dev/null
  apt-get -o Dir::Etc::sourcelist=SYS/var/cache/ktstr4j-apt/sources.list -o Dir::State::lists=SYS/var/cache/ktstr4j-apt/lists update
  apt-get -o Dir::Etc::sourcelist=SYS/var/cache/ktstr4j-apt/sources.list -o Dir::State::lists=SYS/var/cache/ktstr4j-apt/lists -t bookworm-backports install --no-install-recommends qemu-system-x86
  rm -r SYS/var/cache/ktstr4j-apt

Then the same command again.
END
  called </dev/null
}

test_a_user_whose_sudo_asks_gets_the_commands() {
  echo 1000 >"$world/uid"
  stub sudo 'exit 1'
  not_there fio fio
  demo
  says 1 <<'END'
[T] set-up: needs fio
ktstr: set-up: installing packages needs root, and sudo asks for a password here. Run:

  sudo apt-get update
  sudo apt-get install --no-install-recommends fio

Then the same command again.
END
}

test_a_user_with_sudo_is_served() {
  echo 1000 >"$world/uid"
  stub sudo '[[ $2 == true ]] || called "sudo $*"; shift; exec "$@"'
  not_there fio fio
  demo
  says 0 <<END
[T] set-up: needs fio
[T] set-up: read the package lists ... T s
[T] set-up: install fio ... T s
$java demo
END
  called <<END
sudo -n env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 $apt update
$apt update$quietly
sudo -n env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 $apt install --no-install-recommends fio
$apt install --no-install-recommends fio$quietly
END
}
