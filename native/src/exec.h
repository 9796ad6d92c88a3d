/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of `kt exec`: request.c reads a request, cgroup.c knows who is in a leaf, kept.c keeps one for the next, run.c
 * runs, exec.c serves.
 */
#ifndef EXEC_H
#define EXEC_H

#include "kt.h"

#define REQUEST_LIMIT (4u << 20)

/* What a client asks for; all strings point into the bytes it sent. */
struct request {
	const char *cgroup, *own, *cwd, *stdin_path;
	char **argv, **envp;
	bool parent_group;	/* no process group of its own */
	bool keep;		/* an empty leaf may stay for the next request of this connection */
	uint64_t delay_ns;	/* from the clone to the exec, less what that takes */
};

/* Parses the NUL-terminated pairs; 0, or the errno with the fault filled. The lists are to be freed. */
int request_parse(struct request *request, char *bytes, size_t len, struct fault *fault);
void request_free(struct request *request);

/* Live processes of the group other than its leader. */
unsigned int group_members(pid_t group);

/* Live processes in the cgroup and below it: of the group, its leader left out, and not of the group. */
void cgroup_count(int dir, pid_t group, pid_t leader, unsigned int *others, unsigned int *strangers);

/* Kills all in it and below. */
int cgroup_kill(int dir);

/* Removes the cgroup and those below it; -1 with EBUSY while somebody lives there. */
int cgroup_remove(int parent, const char *name);

/* Whether nobody lives in it or below, nothing is below, and it runs; by its cgroup.events, which is open. */
bool cgroup_fresh(int dir, int events);

/* A leaf that the invocation before has left empty (kept.c). */
struct kept {
	int parent, leaf, events;	/* leaf -1: none */
	char path[256], name[64];	/* of the parent, of the leaf */
};

enum run_state {
	RUN_REQUEST,		/* reading the request, the first or the next */
	RUN_STARTING,		/* cloned, not known to have executed */
	RUN_RUNNING,
	RUN_ENDING,		/* leader reaped, own leaf still to be removed */
	RUN_OVER,		/* and the connection with it */
};

enum stage { STAGE_REQUEST, STAGE_CGROUP, STAGE_PIPE, STAGE_CLONE, STAGE_CWD, STAGE_STDIN, STAGE_EXEC };

/* From the child: err 0 is the time just before exec, anything else the end of it. */
struct news {
	enum stage stage;
	int err;
	uint64_t at_ns;
};

struct run {
	struct run *next;
	enum run_state state;
	int conn;		/* -1: the client is gone */
	char *in;		/* what came from the client and is not used up */
	size_t in_len, in_size;
	char *body;		/* the request's bytes; request points into it */
	struct request request;
	int cgroup, leaf;	/* directories; -1: none asked for */
	int events;		/* of a leaf that may be kept; -1 else */
	struct kept kept;
	int out[2], err[2];	/* pipes of the child; ours to read is kept until the next request, for the client to open */
	int report;		/* how the start goes, from a child that has its own memory */
	struct news news;	/* the last of it */
	pid_t pid;		/* 0: not cloned, or reaped */
	int pidfd;
	bool executed, killed;
	bool last;		/* no further request */
	bool renewed;		/* gave back what it held, and waits for the next request */
	uint64_t give_up_ns;
	unsigned int escapees;
	char failure[1200];	/* the line to send instead of "ended", if any */
	char reply[1300];	/* the last line, sent when all is cleaned up */
};

/* The run's leaf stays for the next one; false if it cannot. */
bool kept_put(struct run *run);

/* The run gets the leaf of the one before; false if that is none for it. */
bool kept_take(struct run *run);

/* Removes it, if there is one. */
void kept_drop(struct kept *kept);

/* -1 afterwards. */
void close_fd(int *fd);

struct run *run_new(int conn);
void run_free(struct run *run);

/* Reads the request in `in`, makes leaf and pipes, clones the child into its cgroup. */
void run_start(struct run *run);

/* On news from the child before and at its exec. */
void run_on_report(struct run *run);

/* On the leader's end. */
void run_on_end(struct run *run);

/* Tries to come to the end; to be called every millisecond while RUN_ENDING. */
void run_end(struct run *run);

/* Kills all of it, whatever its state; a connection that waits for a request is over. */
void run_kill(struct run *run);

/* One line to the client; a client that cannot be told is gone. */
__attribute__((format(printf, 2, 3))) void run_tell(struct run *run, const char *format, ...);

#endif
