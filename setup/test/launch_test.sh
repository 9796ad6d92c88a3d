# shellcheck shell=bash disable=SC2154,SC2317,SC2028 # variables of world.sh; run calls the functions by name
# SPDX-License-Identifier: Apache-2.0

flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -XX:+AutoCreateSharedArchive'
flags+=' -XX:SharedArchiveFile=HOME/.cache/ktstr4j/cds/ktstr-KEY.jsa -Xlog:disable -Xlog:all=error:stderr'
java="java $flags -Dktstr.home=CLONE -cp CLONE/cli/target/ktstr.jar org.ktstr4j.cli.Main"

test_a_run_with_nothing_to_do_says_nothing_and_hands_its_arguments_on() {
  in_world "$clone/ktstr" demo --flag 'two words'
  says 0 <<<"$java demo --flag two words"
  called </dev/null
}

test_a_second_run_looks_at_no_program() {
  stub qemu-system-x86_64 'called "qemu $*" && echo 10.0.2'
  in_world "$clone/ktstr" demo
  called <<<'qemu --version'
  in_world "$clone/ktstr" demo
  called </dev/null
}

test_another_qemu_than_last_time_is_looked_at() {
  in_world "$clone/ktstr" demo
  stub qemu-system-x86_64 'echo QEMU emulator version 7.2.19'
  echo 1:10.1 >"$world/candidate-qemu-system-x86"
  in_world "$clone/ktstr" demo
  same "$(head -n 1 <<<"$output")" '[T] set-up: needs QEMU 10+ (7.2.19 is too old)'
}

test_the_exit_code_of_java_is_that_of_ktstr() {
  in_world JAVA_EXIT=2 "$clone/ktstr" report
  says 2 <<<"$java report"
}

test_it_works_through_a_symlink_from_anywhere() {
  ln -s "$clone/ktstr" "$world/link"
  cd /
  in_world "$world/link" report
  says 0 <<<"$java report"
}

test_an_older_java_home_is_passed_over() {
  jdk "$world/jdk-17" 17.0.15
  in_world JAVA_HOME="$world/jdk-17" "$clone/ktstr" report
  says 0 <<<"$java report"
}

test_without_a_jdk_25_it_says_what_to_do() {
  rm -r "$sys/usr/lib/jvm/jdk-25"
  jdk "$sys/usr/lib/jvm/jdk-17" 17.0.15
  in_world JAVA_HOME="$sys/usr/lib/jvm/jdk-17" "$clone/ktstr" demo
  says 69 <<'END'
ktstr: find a JDK 25: JAVA_HOME is "SYS/usr/lib/jvm/jdk-17", a JDK 17.0.15; none on PATH, in /usr/lib/jvm, /opt, /usr/local, ~/.jdks, ~/.sdkman either
  mkdir -p ~/.jdks, and unpack a Linux x64 JDK 25 there, for instance Eclipse Temurin:
    https://adoptium.net/temurin/releases/?version=25&os=linux&arch=x64&package=jdk
  or set JAVA_HOME to a JDK 25 that is elsewhere; then the same command again
END
}

test_a_jdk_25_that_apt_has_is_named() {
  rm -r "$sys/usr/lib/jvm/jdk-25"
  echo 25.0.1+8-1 >"$world/candidate-openjdk-25-jdk-headless"
  in_world "$clone/ktstr" demo
  says 69 <<'END'
ktstr: find a JDK 25: JAVA_HOME is not set; none on PATH, in /usr/lib/jvm, /opt, /usr/local, ~/.jdks, ~/.sdkman either
  as root: apt-get install openjdk-25-jdk-headless
  or set JAVA_HOME to a JDK 25 that is elsewhere; then the same command again
END
}

test_the_first_run_builds() {
  rm "$clone/cli/target/ktstr.jar" "$clone/target/built"
  in_world "$clone/ktstr" report
  says 0 <<END
[T] build (the first time in this directory) ... T s
$java report
END
  called <<<'mvn -B -ntp -DskipTests -Dspotless.check.skip -pl cli -am package'
  in_world "$clone/ktstr" report
  says 0 <<<"$java report"
}

test_a_changed_source_is_built_and_named() {
  touch -d '1 hour' "$clone/api/src/A.java"
  touch -d '1 hour ago' "$clone/api/src"
  in_world "$clone/ktstr" report
  says 0 <<END
[T] build (api/src/A.java changed) ... T s
$java report
END
}

test_a_failed_build_shows_what_maven_says_and_is_tried_again() {
  rm "$clone/target/built"
  echo 'printf "[INFO] Scanning\n[ERROR] A.java:[3,7] cannot find symbol\n[ERROR] \n[ERROR] Re-run Maven using -X\n"; exit 1' >"$world/mvn"
  in_world "$clone/ktstr" report
  says 69 <<'END'
[T] build (the first time in this directory) ... failed after T s
ktstr: build failed; from CLONE/target/build.log:
  | [ERROR] A.java:[3,7] cannot find symbol
END
  rm "$world/mvn"
  in_world "$clone/ktstr" report
  says 0 <<END
[T] build (the first time in this directory) ... T s
$java report
END
}

test_a_clone_that_cannot_be_written_is_named() {
  rm -r "$clone/target"
  touch "$clone/target" # a file: not even root can make the directory
  in_world "$clone/ktstr" report
  says 69 <<'END'
ktstr: build in CLONE: cannot write to CLONE/target; own that directory, or use a clone of your own
END
}

test_below_check_nothing_is_set_up_or_built() {
  rm "$clone/target/built" "$bin/qemu-system-x86_64"
  in_world KTSTR_IN_CHECK=1 "$clone/ktstr" demo
  says 0 <<<"$java demo"
}

test_what_boots_no_guest_needs_no_qemu() {
  rm "$bin/qemu-system-x86_64"
  local command
  for command in '' --help report 'kernel list' 'demo --list' 'test --help'; do
    # shellcheck disable=SC2086 # words
    in_world "$clone/ktstr" $command
    says 0 <<<"$java${command:+ $command}"
  done
}

test_a_cache_that_cannot_be_written_does_no_harm() {
  in_world XDG_CACHE_HOME=/proc/none "$clone/ktstr" report
  says 0 <<<"java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m ${java#*.jsa } report"
}

test_another_system_is_told_so() {
  in_world OSTYPE=darwin24 HOSTTYPE=arm64 "$clone/ktstr" demo
  says 69 <<<'ktstr: runs on Linux on x86_64: this is darwin24 on arm64'
}
