/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* What the loader tells the scheduler before it is loaded. */
#ifndef SCX_MISBEHAVE_H
#define SCX_MISBEHAVE_H

#define NAME_LEN 16

/* Ways of misbehaving; each takes effect when the loader arms it, some time after attaching. */
enum fault {
	FAULT_NONE,
	FAULT_STALL,		/* tasks of the prefix are enqueued and never dispatched */
	FAULT_ERROR,		/* scx_bpf_error() at the next enqueue */
	FAULT_LEAVE,		/* scx_bpf_exit() at the next enqueue */
	FAULT_BAD_DSQ,		/* tasks of the prefix go to a queue that does not exist */
	FAULT_DEGRADE,		/* everything goes to CPU 0 */
	FAULT_STARVE,		/* tasks of one cgroup run only when nothing else wants to */
};

#endif
