# shellcheck shell=bash source-path=SCRIPTDIR/..
# SPDX-License-Identifier: Apache-2.0
# The parts of set-up, for `ktstr` and `check`, which set root before. Only functions and variables; nothing is run.
. "$root/setup/say.sh"
. "$root/setup/jdk.sh"
. "$root/setup/stamp.sh"
. "$root/setup/needs.sh"
. "$root/setup/look.sh"
. "$root/setup/apt.sh"
. "$root/setup/install.sh"
. "$root/setup/build.sh"
. "$root/setup/table.sh"
