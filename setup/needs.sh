# shellcheck shell=bash disable=SC2034 # read by the files that source this one
# SPDX-License-Identifier: Apache-2.0
# What the project needs of its host: one place. A change here makes every stamp stale.
# An item's look_ID (look.sh) says whether it is there; its package is what set-up installs.

declare -A title=(
  [jdk]='JDK 25' [maven]='Maven 3.8.7+' [gcc]='gcc' [libc]='static libc' [make]='make' [qemu]='QEMU 10+'
  [apt]='apt tools' [shm]='/dev/shm' [memory]='memory' [cache]='cache' [kvm]='KVM' [user]='user'
  [fio]='fio' [stress]='stress-ng' [rttests]='rt-tests' [rtapp]='rt-app' [sysbench]='sysbench' [perf]='perf'
  [clang]='clang 19+' [elf]='libelf' [xz]='xz' [shellcheck]='ShellCheck' [debootstrap]='debootstrap'
)
declare -A purpose=(
  [jdk]='everything' [maven]='building' [gcc]='building kt' [libc]='building kt' [make]='building kt'
  [qemu]='virtual machines' [apt]='kernel fetch' [shm]='RAM of guests' [memory]='guests'
  [cache]='kernels, images' [kvm]='speed' [user]='installing packages'
  [fio]='demo' [stress]='demo' [rttests]='demo payloads' [rtapp]='demo payloads' [sysbench]='demo payloads'
  [perf]='demo payloads' [clang]='schedulers' [elf]='schedulers' [xz]='schedulers'
  [shellcheck]='check' [debootstrap]='demo export'
)
declare -A package=(
  [maven]=maven [gcc]=gcc [libc]=libc6-dev [make]=make [qemu]=qemu-system-x86
  [apt]=debian-archive-keyring [fio]=fio [stress]=stress-ng [rttests]=rt-tests
  [rtapp]=rt-app [sysbench]=sysbench [perf]=linux-perf [clang]=clang-19 [elf]=libelf-dev [xz]=xz-utils
  [shellcheck]=shellcheck [debootstrap]=debootstrap
)
# The file that tells, by its size and times, whether an item is still the one that was looked at.
declare -A program=(
  [maven]=mvn [gcc]=gcc [make]=make [qemu]=qemu-system-x86_64 [apt]=apt-get [fio]=fio [stress]=stress-ng
  [rttests]=hackbench [rtapp]=rt-app [sysbench]=sysbench [perf]=perf [clang]=clang-19 [xz]=xz [shellcheck]=shellcheck
  [debootstrap]=debootstrap
)

build_items=(jdk maven gcc libc make)
vm_items=("${build_items[@]}" qemu apt)
demo_items=("${vm_items[@]}" fio stress)
payloads_items=("${demo_items[@]}" rttests rtapp sysbench perf)
export_items=("${demo_items[@]}" debootstrap)
schedulers_items=("${vm_items[@]}" clang elf xz)
check_items=("${payloads_items[@]}" clang elf xz shellcheck debootstrap)
table_items=("${vm_items[@]}" fio stress rttests rtapp sysbench perf clang elf xz shm memory cache kvm user)

# items_of LEVEL: items = what the level needs; each level holds the one before.
items_of() {
  local -n of=${1}_items
  items=("${of[@]}")
}
