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
	if (failed) {
		fault_errno(fault, errno, "make the environment");
		return NULL;
	}
	return environ;
}

int start_exec(struct init *init, char **envp, struct fault *fault)
{
	char role[] = "exec", *path = own_path(), *socket = strdup(init->args.socket);
	char *argv[] = { path, role, socket, NULL };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), out[2], err[2];
	struct spawn child = { .argv = argv, .envp = envp, .nfds = 3 };
	pid_t pid;

	if (!path || !socket || null < 0)
		return fault_errno(fault, errno, "start kt exec: own path, /dev/null");
	if (pipe_of_child(out, false, fault) || pipe_of_child(err, false, fault))
		return -1;
	child.fds[0] = null;
	child.fds[1] = out[1];
	child.fds[2] = err[1];
	pid = spawn(&child, fault);
	close(null);
	close(out[1]);
	close(err[1]);
	free(socket);
	init->exec_ready = out[0];
	init->pump.launcher.fd = err[0];
	init->exec = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : -1;
}

int start_agent(struct init *init, char **envp, struct fault *fault)
{
	char *text = read_text(init->args.agent, ARGV_LIMIT, fault), *rest = text, *line;
	char **argv = calloc(ARGV_LIMIT / 2, sizeof(*argv));
	struct spawn child = { .argv = argv, .envp = envp, .cwd = init->args.root, .nfds = 4 };
	int pipes[4][2];
	size_t argc = 0;
	pid_t pid;

	if (!text || !argv)
		return text ? fault_errno(fault, ENOMEM, "start the agent") : -1;
	while ((line = next_line(&rest)) && argc < ARGV_LIMIT / 2 - 1)
		argv[argc++] = line;
	if (!argc)
		return fault_text(fault, "start the agent: no arguments in %s", init->args.agent);
	for (int i = 0; i < 4; i++) {
		if (pipe_of_child(pipes[i], i == 0, fault))
			return -1;
		child.fds[i] = pipes[i][i == 0 ? 0 : 1];
	}
	pid = spawn(&child, fault);
	for (int i = 0; i < 4; i++)
		close(child.fds[i]);
	init->go = pipes[0][1];
	init->pump.out.fd = pipes[1][0];
	init->pump.err.fd = pipes[2][0];
	init->pump.records = pipes[3][0];
	init->agent = pid > 0 ? pid : 0;
	free(argv);
	free(text);
	return pid > 0 ? 0 : -1;
}

