// SPDX-License-Identifier: Apache-2.0
/*
 * Starts the two children of kt init: kt exec and the agent. Comes in: the arguments of kt init; goes
 * out: running processes and our ends of their pipes, none of which ever blocks us. A failure here ends
 * the run, so nothing is taken back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define ARGV_LIMIT 65536

static int pipe_of_child(int fds[2], bool child_reads, struct fault *fault)
{
	int ours;

	if (pipe2(fds, O_CLOEXEC))
		return fault_errno(fault, errno, "make a pipe");
	ours = fds[child_reads ? 1 : 0];
	if (fcntl(ours, F_SETFL, O_NONBLOCK))
		return fault_errno(fault, errno, "make a pipe non-blocking");
	return 0;
}

static char *own_path(void)
{
	static char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n < 0)
		return NULL;
	path[n] = '\0';
	return path;
}

char **start_environment(const struct init *init, struct fault *fault)
{
	static const char *const clean[][2] = {
		{ "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
		{ "HOME", "/" },
		{ "LANG", "C.UTF-8" },
		{ "TERM", "linux" },
	};
	int failed = init->args.mounts ? clearenv() : 0;

	for (size_t i = 0; init->args.mounts && i < sizeof(clean) / sizeof(clean[0]); i++)
		failed |= setenv(clean[i][0], clean[i][1], 1);
	failed |= setenv("KTSTR_EXEC_SOCKET", init->args.socket, 1);
	failed |= setenv("KTSTR_ROOT", init->args.root, 1);
	if (!init->window.header->order_ready)
		failed |= setenv("KTSTR_ORDER_TO_COME", "1", 1);
	if (failed) {
		fault_errno(fault, errno, "make the environment");
		return NULL;
	}
	return environ;
}

int start_exec(struct init *init, char **envp, struct fault *fault)
{
	char role[] = "exec", *path = own_path();
	char *argv[] = { path, role, (char *)init->args.socket, NULL };
	int null, out[2], err[2];
	struct spawn child = { .argv = argv, .envp = envp, .nfds = 3 };
	pid_t pid;

	if (!path)
		return fault_errno(fault, errno, "start kt exec: read /proc/self/exe");
	if (pipe_of_child(out, false, fault) || pipe_of_child(err, false, fault))
		return -1;
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0)
		return fault_errno(fault, errno, "start kt exec: open /dev/null");
	child.fds[0] = null;
	child.fds[1] = out[1];
	child.fds[2] = err[1];
	pid = spawn(&child, fault);
	close(null);
	close(out[1]);
	close(err[1]);
	init->exec_ready = out[0];
	init->pump.launcher.fd = err[0];
	init->exec = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : -1;
}

/* One argument a line; argv[0] is the start of all the text. */
static char **read_argv(const char *path, struct fault *fault)
{
	char *text = read_text(path, ARGV_LIMIT, fault), *rest = text, *line;
	size_t lines = 1, argc = 0;
	char **argv = NULL;

	if (!text)
		return NULL;
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	if (!*text)
		fault_text(fault, "start the agent: no arguments in %s", path);
	else
		argv = calloc(lines + 1, sizeof(*argv));
	if (!argv) {
		if (*text)
			fault_errno(fault, ENOMEM, "start the agent");
		free(text);
		return NULL;
	}
	while ((line = next_line(&rest)))
		argv[argc++] = line;
	return argv;
}

static int start_with(struct init *init, struct spawn *child, struct fault *fault)
{
	int pipes[4][2];
	pid_t pid;

	for (int i = 0; i < 4; i++) {
		if (pipe_of_child(pipes[i], i == 0, fault))
			return -1;
		child->fds[i] = pipes[i][i == 0 ? 0 : 1];
	}
	pid = spawn(child, fault);
	for (int i = 0; i < 4; i++)
		close(child->fds[i]);
	init->go = pipes[0][1];
	init->pump.out.fd = pipes[1][0];
	init->pump.err.fd = pipes[2][0];
	init->pump.records = pipes[3][0];
	init->agent = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : -1;
}

int start_agent(struct init *init, char **envp, struct fault *fault)
{
	char **argv = read_argv(init->args.agent, fault);
	struct spawn child = { .argv = argv, .envp = envp, .cwd = init->args.root, .nfds = 4 };
	int result;

	if (!argv)
		return -1;
	result = start_with(init, &child, fault);
	free(argv[0]);
	free(argv);
	return result;
}
