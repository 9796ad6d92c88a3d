/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of `kt init`: guest.c sets the machine up, start.c starts the children, order.c takes
 * the order, slice.c draws the kernel's slice, pump.c moves records, watchdog.c ends a machine that hangs, spare.c
 * gives back free pages, init.c ties them together.
 */
#ifndef INIT_H
#define INIT_H

#include "window.h"

#define EXEC_SOCKET "/run/ktstr/exec.sock"
#define AGENT_ARGV "/opt/ktstr/agent.argv"
#define SCHED_DEBUG "/sys/kernel/debug/sched"

/* The place of a descriptor that has served its purpose. */
#define EXEC_LISTENS -2

/* Collects what is worth a NOTE before the window is open. */
struct notes {
	char text[4096];
	size_t len;
};

void note_fault(struct notes *notes, const struct fault *fault);

__attribute__((format(printf, 3, 4))) void note_errno(struct notes *notes, int err,
						      const char *format, ...);

/* proc, sysfs, devtmpfs and the console: what is needed to find the window and to complain. */
int guest_mount_first(struct fault *fault);

/* Everything else; what a kernel does not have becomes a note. */
int guest_set_up(struct notes *notes, struct fault *fault);

/* ktstr.window=0xADDR,0xSIZE from the kernel command line. */
int guest_window_range(uint64_t *addr, uint64_t *size, struct fault *fault);

/* Free pages that CPUs keep to themselves go back to the lists of all. */
void guest_give_back_pages(void);

/* Physical address of the note by which a reader of memory finds what is free; 0: that is not to be done. */
uint64_t guest_vmcoreinfo(void);

/* A simulated guest of which a copy is to be made stops here and nowhere else (preload/time.c). */
void guest_pause(void);

_Noreturn void guest_power_off(void);

/* Checks and unpacks the archive. */
int order_unpack(const struct window_order *order, const char *root, struct fault *fault);

/* The payload of a SLICE record; empty: there is none. */
struct slice {
	char record[64];
};

/* Entropy, wall clock and slice of the order. */
void order_apply(const struct window_order *order, struct slice *slice, struct notes *notes);

/* Writes a number to a file of the kernel's; 0, or the errno of what failed. */
int write_number(const char *path, uint64_t number);

/* Sets the kernel's slice to what the seed draws around it. -1: it was left alone, and why. */
int slice_draw(struct slice *slice, const char *dir, uint64_t seed, struct fault *fault);

/* One end of a pipe whose bytes become records of one type. */
struct stream {
	int fd;
	enum window_type type;
	enum window_source source;
};

/* The pipes of the agent and of kt exec; fd -1: ended. */
struct pump {
	struct window *window;
	struct stream out, err, launcher;
	int records;
	uint8_t *buf;		/* what has come of records not yet published */
	size_t len, size;
	uint64_t skip;		/* bytes left of a record too long for the log */
	bool ready;		/* the agent sent READY */
};

/*
 * Moves what is in the pipes now into the log, text before records, and no more than that: a writer
 * that never stops cannot hold it. -1: the agent broke the framing; its records end there.
 */
int pump_round(struct pump *pump, struct fault *fault);

/* After the agent's end: says what is left of a record that never came whole. */
void pump_end(struct pump *pump);

/* A timer of the machine's that stops it: it needs no kernel that works. */
struct watchdog {
	int config;			/* of the PCI device; -1: there is none */
	volatile uint32_t *registers;
};

int watchdog_open(struct watchdog *dog, struct fault *fault);

/* Stops the machine when that much time of the guest has passed. */
int watchdog_arm(const struct watchdog *dog, uint64_t ns, struct fault *fault);

struct init_args {
	const char *window;	/* NULL: the range on the kernel command line */
	const char *agent;
	const char *root;
	const char *socket;
	bool mounts;
};

enum phase {
	PHASE_WAITING,		/* for the order, the agent and kt exec */
	PHASE_RUNNING,
	PHASE_DUMPING,		/* deadline passed, SIGQUIT sent */
	PHASE_KILLING,		/* SIGKILL sent */
};

struct init {
	struct init_args args;
	struct window window;
	struct pump pump;
	struct notes notes;
	struct watchdog watchdog;
	const struct window_order *order;	/* unpacked */
	enum phase phase;
	int signals, timer;
	int go;			/* stdin of the agent */
	int exec_ready;		/* stdout of kt exec: a line when it listens */
	bool stopping;		/* kt exec was told to end */
	pid_t agent, exec;	/* 0: not running */
	int agent_status;
	const char *reason;	/* why it is over; NULL: it is not */
};

/* Starts kt exec, with its two pipes. */
int start_exec(struct init *init, char **envp, struct fault *fault);

/* Starts the agent, with its four. */
int start_agent(struct init *init, char **envp, struct fault *fault);

/* What both get: clean in PID 1, the caller's elsewhere. */
char **start_environment(const struct init *init, struct fault *fault);

#endif
