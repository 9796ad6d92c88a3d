// SPDX-License-Identifier: Apache-2.0
/* CgroupAttachStorm: children that end while they are moved to another cgroup, whose directory is the text. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "types.h"

enum { REAPED };

static int prepare(struct worker *worker)
{
	char path[4096];
	int fd;

	if (!worker->text)
		return EINVAL;
	snprintf(path, sizeof(path), "%s/cgroup.procs", worker->text);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	worker->number = (uint64_t)fd;
	/* Nobody waits for them: the kernel reaps them at once. */
	if (!worker->arg[REAPED] && signal(SIGCHLD, SIG_IGN) == SIG_ERR)
		return errno;
	return 0;
}

static void run(struct worker *worker)
{
	int fd = (int)worker->number;
	char text[16];

	while (going(worker)) {
		pid_t pid = _Fork();
		int len;

		if (!pid) {
			for (volatile int i = 0; i < 1000; i++)
				;
			_exit(0);
		}
		if (pid < 0) {
			sched_yield();
			continue;
		}
		len = snprintf(text, sizeof(text), "%d", pid);
		/* ESRCH when the child was faster: units count those that were moved. */
		done(worker, write(fd, text, (size_t)len) == len);
		if (worker->arg[REAPED])
			while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
				;
	}
	close(fd);
}

const struct type type_cgroup_attach_storm = {
	.name = "CgroupAttachStorm",
	.params = { { "reaped", 1 } },
	.prepare = prepare,
	.run = run,
	.process_only = true,
};
