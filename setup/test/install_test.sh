# shellcheck shell=bash disable=SC2154,SC2317,SC2016 # variables of world.sh; run calls the functions by name
# SPDX-License-Identifier: Apache-2.0

apt='apt-get -q -y --no-remove -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'
lists='-o Dir::Etc::sourcelist=SYS/var/cache/ktstr4j-apt/sources.list -o Dir::State::lists=SYS/var/cache/ktstr4j-apt/lists'
quietly=' (noninteractive)'

demo() { in_world "$clone/ktstr" demo; }

test_root_gets_what_is_missing_installed() {
  not_there fio fio
  not_there make make
  demo
  says 0 <<END
[T] set-up: needs make, fio
[T] set-up: read the package lists ... T s
[T] set-up: install make fio ... T s
$java demo
END
  called <<END
$apt update$quietly
$apt install --no-install-recommends make fio$quietly
END
}

test_qemu_comes_from_the_distribution_when_that_one_is_new_enough() {
  echo 1:10.1.2+ds-3 >"$world/candidate-qemu-system-x86"
  not_there qemu-system-x86 qemu-system-x86_64
  demo
  says 0 <<END
[T] set-up: needs QEMU 10+
[T] set-up: read the package lists ... T s
[T] set-up: install qemu-system-x86 ... T s
$java demo
END
}

test_qemu_comes_from_backports_on_debian_12() {
  echo 'deb http://mirror.example/debian bookworm main' >"$sys/etc/apt.list"
  mkdir "$sys/etc/apt" && mv "$sys/etc/apt.list" "$sys/etc/apt/sources.list"
  echo 7.2.19 >"$world/qemu"
  echo '[[ $* != *Dir::Etc* ]] || cp "$world/sys/var/cache/ktstr4j-apt/sources.list" "$world/sources"' >"$world/apt"
  demo
  says 0 <<END
[T] set-up: needs QEMU 10+ (7.2.19 is too old)
[T] set-up: read the package lists ... T s
[T] set-up: read the package lists of bookworm-backports, which has QEMU 10 ... T s
[T] set-up: install qemu-system-x86 from bookworm-backports ... T s
$java demo
END
  called <<END
$apt update$quietly
$apt $lists update$quietly
$apt $lists -t bookworm-backports install --no-install-recommends qemu-system-x86$quietly
END
  same "$(cat "$world/sources")" 'deb http://mirror.example/debian bookworm main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm-backports main'
  [ ! -e "$sys/var/cache/ktstr4j-apt" ]
}

test_backports_that_apt_already_reads_are_used_as_they_are() {
  echo 'bookworm-backports bookworm-backports' >"$world/suites"
  not_there qemu-system-x86 qemu-system-x86_64
  demo
  called <<END
$apt update$quietly
$apt -t bookworm-backports install --no-install-recommends qemu-system-x86$quietly
END
}

test_a_distribution_whose_qemu_is_too_old_for_good() {
  printf 'ID=ubuntu\nVERSION_ID="24.04"\nVERSION_CODENAME=noble\nPRETTY_NAME="Ubuntu 24.04.3 LTS"\n' >"$sys/etc/os-release"
  echo '1:8.2.2+ds-0ubuntu1' >"$world/candidate-qemu-system-x86"
  not_there qemu-system-x86 qemu-system-x86_64
  demo
  says 69 <<'END'
[T] set-up: needs QEMU 10+
[T] set-up: read the package lists ... T s
ktstr: install QEMU: 10 or newer is needed, Ubuntu 24.04.3 LTS has 8.2.2
  put a qemu-system-x86_64 of version 10 or newer on PATH, then the same command again
END
}

test_a_system_without_apt_is_told_what_to_install() {
  rm "$bin"/{apt-get,fio}
  demo
  says 69 <<'END'
[T] set-up: needs fio
ktstr: set-up: installs on Debian and Ubuntu only (no apt-get here)
  install these by hand, then the same command again: fio
END
}

test_a_failed_installation_shows_the_end_of_its_log() {
  not_there fio fio
  echo '[[ $* != *install* ]] || { echo "E: Unable to locate package fio"; exit 100; }' >"$world/apt"
  demo
  says 69 <<'END'
[T] set-up: needs fio
[T] set-up: read the package lists ... T s
[T] set-up: install fio ... failed after T s
ktstr: set-up: install fio failed; the end of HOME/.cache/ktstr4j/setup/apt.log:
  | E: Unable to locate package fio
END
}

test_a_broken_list_of_somebody_else_does_not_stop_it() {
  not_there fio fio
  echo '[[ $* != *update* ]] || exit 100' >"$world/apt"
  demo
  says 0 <<END
[T] set-up: needs fio
[T] set-up: read the package lists ... failed after T s
[T] set-up: going on with the package lists there are (HOME/.cache/ktstr4j/setup/apt.log)
[T] set-up: install fio ... T s
$java demo
END
}

test_another_apt_is_waited_for() {
  not_there fio fio
  echo 'if [[ $* == *update* && ! -e $world/waited ]]; then
    touch "$world/waited" && echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt)" && exit 100; fi' >"$world/apt"
  demo
  says 0 <<END
[T] set-up: needs fio
[T] set-up: read the package lists ... T s
[T] set-up: install fio ... T s
$java demo
END
}

test_an_older_program_that_comes_first_on_path_is_named() {
  echo 1:10.1.2 >"$world/candidate-qemu-system-x86"
  stub qemu-system-x86_64 'echo QEMU emulator version 7.2.19'
  demo
  says 69 <<'END'
[T] set-up: needs QEMU 10+ (7.2.19 is too old)
[T] set-up: read the package lists ... T s
[T] set-up: install qemu-system-x86 ... T s
ktstr: set-up is over, but something is still not as it must be
  QEMU 10+ is too old: 7.2.19 at BIN/qemu-system-x86_64
  put a newer one on PATH before it, then the same command again; ./ktstr setup --check shows everything
END
}

test_setup_installs_what_it_can_without_a_jdk() {
  rm -r "$sys/usr/lib/jvm/jdk-25"
  not_there fio fio
  in_world "$clone/ktstr" setup
  same "$code" 1
  same "$(grep -c '^\[T\] set-up: install fio ... T s$\|^fio .* ok$\|^JDK 25 .* missing$\|^To do for JDK 25:$' <<<"$output")" 4
}
