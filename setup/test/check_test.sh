# shellcheck shell=bash disable=SC2154,SC2317,SC2016 # variables of world.sh; run calls the functions by name
# SPDX-License-Identifier: Apache-2.0

# ready: the clone has tests of its own to run, which say one line.
ready() {
  mkdir -p "$clone/setup/test"
  touch "$clone/setup/test/some_test.sh"
  script "$clone/setup/test/run" 'echo 5 script tests passed, 0 failed'
}

test_check_runs_every_stage_and_sums_up() {
  ready
  in_world "$clone/check"
  says 0 <<'END'
[T] scripts
[T] script tests
5 script tests passed, 0 failed
[T] maven

stage                time  result
set-up              T s  ok
scripts             T s  ok
script tests        T s  ok
maven               T s  ok
total               T s  ok
END
  called <<'END'
shellcheck
mvn -B -ntp install -Pvm
END
}

test_check_quick_leaves_the_vms_out() {
  ready
  in_world "$clone/check" quick
  same "$code" 0
  called <<'END'
shellcheck
mvn -B -ntp verify
END
}

test_the_first_failure_gives_the_exit_code_and_the_rest_still_runs() {
  ready
  script "$clone/setup/test/run" 'echo FAILED something; exit 3'
  echo 'echo "[ERROR] tests failed"; exit 7' >"$world/mvn"
  in_world "$clone/check"
  says 3 <<'END'
[T] scripts
[T] script tests
FAILED something
[T] maven
[ERROR] tests failed

stage                time  result
set-up              T s  ok
scripts             T s  ok
script tests        T s  FAILED (exit 3)
maven               T s  FAILED (exit 7)
total               T s  FAILED
END
}

test_a_script_that_shellcheck_refuses_fails_the_check() {
  ready
  touch "$world/bad-script"
  in_world "$clone/check" quick
  same "$code" 1
  same "$(grep '^scripts' <<<"$output")" 'scripts             T s  FAILED (exit 1)'
}

test_a_script_that_does_not_parse_fails_the_check() {
  ready
  echo 'if' >>"$clone/.ci/run"
  in_world "$clone/check" quick
  same "$code" 2
  same "$(grep '^scripts' <<<"$output")" 'scripts             T s  FAILED (exit 2)'
}

test_after_check_the_command_line_is_built() {
  ready
  rm "$clone/target/built"
  in_world "$clone/check" quick
  : >"$world/calls"
  in_world "$clone/ktstr" report
  says 0 <<<"$java report"
  called </dev/null
}

test_check_fix_formats() {
  rm "$bin/qemu-system-x86_64"
  in_world "$clone/check" fix
  says 0 </dev/null
  called <<<'mvn -B -ntp -q spotless:apply'
}

test_check_installs_shellcheck() {
  ready
  not_there shellcheck shellcheck
  in_world "$clone/check" quick
  same "$(head -n 3 <<<"$output")" '[T] set-up: needs ShellCheck
[T] set-up: read the package lists ... T s
[T] set-up: install shellcheck ... T s'
}

test_ci_runs_the_same_and_lets_no_vm_test_be_skipped() {
  ready
  in_world "$clone/.ci/run"
  same "$code" 0
  called <<'END'
shellcheck
mvn -B -ntp install -Pvm (no VM test may be skipped)
END
}

test_check_with_a_word_it_does_not_know() {
  in_world "$clone/check" everything
  says 64 <<<'check: unknown arguments "everything"; see ./check --help'
}
