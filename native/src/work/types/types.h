/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of work, in the order of table.c. */
#ifndef WORK_TYPES_H
#define WORK_TYPES_H

#include "../work.h"

extern const struct type type_spin_wait, type_bursty, type_pipe_io, type_futex_ping_pong;

#endif
