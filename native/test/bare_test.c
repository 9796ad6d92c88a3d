// SPDX-License-Identifier: Apache-2.0
/*
 * kt sweep and kt enter, what a bare machine needs: nothing stays of a run whose caller is gone; a
 * directory becomes the root. Some of it needs root or a cgroup v2 hierarchy that can be written.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

static int caller;		/* our end of the sweeper's standard input */

static pid_t run(const char *role, char *const words[])
{
	char *argv[32] = { (char *)kt, (char *)role };
	int in[2], n = 2;
	pid_t pid;

	expect(!pipe2(in, O_CLOEXEC), "%s", strerror(errno));
	while ((argv[n] = *words++))
		n++;
	pid = start(argv, in[0]);
	close(in[0]);
	caller = in[1];
	return pid;
}

#define SWEEP(...) run("sweep", (char *[]){ __VA_ARGS__, NULL })
#define ENTER(...) run("enter", (char *[]){ __VA_ARGS__, NULL })

static void ends_with(pid_t pid, int code)
{
	int status = wait_ms(pid, 15000);

	expect(status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == code, "status %#x: %s", status,
	       get_file(below("stderr"), NULL));
}

static void said(const char *text)
{
	expect(!strcmp(get_file(below("stderr"), NULL), text), "\"%s\", not \"%s\"", get_file(below("stderr"), NULL),
	       text);
}

static void paths_go_when_the_caller_does(void)
{
	pid_t pid;

	expect(!mkdir(below("tree"), 0755) && !mkdir(below("tree/below"), 0755), "%s", strerror(errno));
	put_file(below("tree/below/file"), "x", 1, 0444);
	expect(!symlink("/etc", below("tree/link")), "%s", strerror(errno));
	pid = SWEEP("--remove", (char *)below("tree"), "--remove", (char *)below("never-there"));
	/* Signals it has left alone from before it left the session. */
	while (getsid(pid) != pid)
		pause_ms(1);
	expect(!kill(pid, SIGINT) && !kill(pid, SIGTERM), "%s", strerror(errno));
	pause_ms(20);
	expect(!access(below("tree/below/file"), F_OK), "it did not wait");
	close(caller);

	ends_with(pid, 0);
	expect(access(below("tree"), F_OK), "still there");
	expect(!access("/etc/passwd", F_OK), "%s", strerror(errno));
}

static void what_was_changed_is_written_back(void)
{
	struct stat before, after;

	put_file(below("same"), "1\n", 2, 0644);
	put_file(below("other"), "1\n", 2, 0644);
	expect(!mkdir(below("instance"), 0755) && !stat(below("same"), &before), "%s", strerror(errno));
	pause_ms(20);
	expect(SWEEP("--rmdir", (char *)below("instance"), "--rmdir", (char *)below("never-there"), "--restore",
		     (char *)below("same"), "1", "--restore", (char *)below("other"), "0", "--eject",
		     (char *)below("nothing-attached")) > 0, "%s", strerror(errno));
	close(caller);

	while (!access(below("instance"), F_OK))
		pause_ms(1);
	expect(!strcmp(get_file(below("other"), NULL), "0\n"), "%s", get_file(below("other"), NULL));
	expect(!stat(below("same"), &after) && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec, "it was written");
	said("");
}

static void what_cannot_be_undone_is_said(void)
{
	pid_t pid = SWEEP("--restore", "/proc/sys/kernel/ostype", "x", "--rmdir", "/proc/self");

	close(caller);
	ends_with(pid, 69);
	expect(strstr(get_file(below("stderr"), NULL), "kt sweep: write x to /proc/sys/kernel/ostype: ") != NULL &&
	       strstr(get_file(below("stderr"), NULL), "kt sweep: remove /proc/self: ") != NULL, "%s",
	       get_file(below("stderr"), NULL));
}

static void wrong_arguments_of_sweep_are_said(void)
{
	ends_with(SWEEP("--remove", "relative"), 64);
	ends_with(SWEEP("--cgroup", "/"), 64);
	ends_with(SWEEP("--remove"), 64);
	ends_with(SWEEP("--remove", "/nothing", "--restore", "/nothing"), 64);
	ends_with(SWEEP("file"), 64);
	said("kt sweep: read arguments: --remove: expected an absolute path, was \"relative\"\n"
	     "kt sweep: read arguments: --cgroup: expected an absolute path, was \"/\"\n"
	     "kt sweep: read arguments: --remove: a value is missing\n"
	     "kt sweep: read arguments: --restore: a value is missing\n"
	     "kt sweep: read arguments: expected one of --cgroup, --eject, --restore, --controller, --rmdir and "
	     "--remove, was \"file\"\n");
}

static void wrong_arguments_of_enter_are_said(void)
{
	ends_with(ENTER("relative", "--", "/bin/true"), 64);
	ends_with(ENTER("/nothing/there", "--cgroup", "/nothing/there", "--", "/bin/true"), 69);
	said("kt enter: read arguments: expected an absolute path of a root directory, was \"relative\"\n"
	     "kt enter: enter cgroup /nothing/there: No such file or directory (ENOENT)\n");
}

static void a_directory_becomes_the_root(void)
{
	char *program;
	size_t len;

	if (geteuid())
		skip("needs root, for a mount namespace");
	for (const char *const *at = (const char *const[]){ "proc", "sys", "dev", "seen", NULL }; *at; at++)
		expect(!mkdir(below("%s", *at), 0755), "%s", strerror(errno));
	expect(!mkdir(below("from"), 0755), "%s", strerror(errno));
	put_file(below("from/file"), "x", 1, 0644);
	/* Static, as all of ours, so that it needs nothing there. */
	program = get_file(misbehave(), &len);
	put_file(below("misbehave"), program, len, 0755);
	ends_with(ENTER(dir, "--bind", (char *)below("from"), "/seen", "--", "/misbehave", "out=in", "exit=7"), 7);
	expect(!strcmp(get_file(below("stdout"), NULL), "in"), "%s", get_file(below("stdout"), NULL));
	expect(access(below("seen/file"), F_OK), "the mount is seen outside");
}

static const struct test tests[] = {
	TEST(paths_go_when_the_caller_does),
	TEST(what_was_changed_is_written_back),
	TEST(what_cannot_be_undone_is_said),
	TEST(wrong_arguments_of_sweep_are_said),
	TEST(wrong_arguments_of_enter_are_said),
	TEST(a_directory_becomes_the_root),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
