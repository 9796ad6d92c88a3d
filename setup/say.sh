# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Says on stderr what is being done and how long it takes, one line a step: `[  1.3 s] build ... 20.4 s`.
# In: a text, a log, a command. Out: the line; the command's output goes to the log. Must not hold: any step itself.

begun_us=${EPOCHREALTIME/[.,]/}
ticker_pid=

# since MICROSECONDS: REPLY = seconds since then, one decimal.
since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - $1) / 100000))
  printf -v REPLY '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# say TEXT: a line with the time since the start.
say() {
  since "$begun_us"
  printf '[%5s s] %s\n' "$REPLY" "$1" >&2
}

# fail CODE TEXT...: a line per text, then the end.
fail() {
  local code=$1
  shift
  printf "${0##*/}: %s\n" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit "$code"
}

# step TEXT LOG COMMAND...: runs the command with its output in the log, and says how long it took.
step() {
  local text=$1 log=$2 code=0 from=${EPOCHREALTIME/[.,]/}
  shift 2
  since "$begun_us"
  printf -v text '[%5s s] %s ...' "$REPLY" "$text"
  printf '%s' "$text" >&2
  tick "$text" "$log" &
  ticker_pid=$!
  : >"$log"
  ("$@") >>"$log" 2>&1 </dev/null || code=$? # a subshell, so that a trap of ours still speaks to the terminal
  stop_ticker
  [ ! -t 2 ] || printf '\r%s\e[K' "$text" >&2
  since "$from"
  if [ "$code" -eq 0 ]; then printf ' %s s\n' "$REPLY" >&2; else printf ' failed after %s s\n' "$REPLY" >&2; fi
  return "$code"
}

# tick TEXT LOG: while a step runs, a sign of life: each second on a terminal, each half minute elsewhere.
tick() {
  local pause from=$SECONDS told='' last
  trap - INT TERM EXIT
  exec {pause}<> <(:) # never has anything to read: a sleep without a process that would outlive us
  while read -rt 1 -u "$pause" || kill -0 $$ 2>/dev/null; do
    last=$(tail -n 1 "$2" 2>/dev/null | tr -d '\000-\037')
    if [ -t 2 ]; then
      printf '\r%s %d s  %.50s\e[K' "$1" $((SECONDS - from)) "${last#\[INFO\] }" >&2
    elif [[ ! $told && ($last == *'get lock'* || $last == *'Unable to lock'*) ]]; then
      told=1
      printf ' waiting, another apt is at work ...' >&2
    elif (((SECONDS - from) % 30 == 0 && SECONDS > from)); then
      printf ' %d s ...' $((SECONDS - from)) >&2
    fi
  done
}

stop_ticker() {
  [ -n "$ticker_pid" ] || return 0
  kill -KILL "$ticker_pid" 2>/dev/null || :
  wait "$ticker_pid" 2>/dev/null || :
  ticker_pid=
}

# interrupted SIGNAL CODE: Ctrl-C or a kill. Maven and apt got the signal too and have ended by now.
interrupted() {
  trap - INT TERM
  stop_ticker
  printf '\n%s: stopped by %s; the same command again takes up where this one was\n' "${0##*/}" "$1" >&2
  exit "$2"
}

# quote_log LOG TEXT: TEXT, then the last lines of the log, indented.
quote_log() {
  printf '%s: %s; the end of %s:\n' "${0##*/}" "$2" "$1" >&2
  tail -n 25 "$1" | sed 's/^/  | /' >&2
}

trap 'interrupted SIGINT 130' INT
trap 'interrupted SIGTERM 143' TERM
trap stop_ticker EXIT
