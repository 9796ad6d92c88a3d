// SPDX-License-Identifier: Apache-2.0
/*
 * See support.h. Each test runs in a child process of its own that leads a group, so that one which
 * fails, hangs or leaves processes behind does not reach the next.
 */
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED 77
#define TEST_LIMIT_MS 20000

#ifdef __SANITIZE_ADDRESS__
const char *__asan_default_options(void);

/* Tests let go of what they allocated by ending. (kt itself is watched for leaks.) */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif

const char *kt;
char dir[256], programs[256];

void failed(const char *file, int line, const char *condition, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: expected %s: ", file, line, condition);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void skip(const char *format, ...)
{
	va_list args;

	fputs("skipped: ", stdout);
	va_start(args, format);
	vfprintf(stdout, format, args);
	va_end(args);
	fputc('\n', stdout);
	exit(SKIPPED);
}

void pause_ms(int ms)
{
	poll(NULL, 0, ms);
}

const char *below(const char *format, ...)
{
	static char ring[8][512];
	static int next;
	char *path = ring[next++ % 8];
	int n = snprintf(path, 512, "%s/", dir);
	va_list args;

	va_start(args, format);
	vsnprintf(path + n, 512 - (size_t)n, format, args);
	va_end(args);
	return path;
}

void put_file(const char *path, const void *bytes, size_t len, unsigned int mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

	expect(fd >= 0, "%s: %s", path, strerror(errno));
	expect(write(fd, bytes, len) == (ssize_t)len, "%s: %s", path, strerror(errno));
	expect(!fchmod(fd, mode), "%s: %s", path, strerror(errno));
	close(fd);
}

char *get_file(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	size_t n = 0, size = 1 << 16, got;
	char *text = malloc(size);

	expect(text, "no memory");
	while (file && (got = fread(text + n, 1, size - n - 1, file)) > 0) {
		n += got;
		if (size - n < 2) {
			size *= 2;
			text = realloc(text, size);
			expect(text, "no memory");
		}
	}
	if (file)
		fclose(file);
	text[n] = '\0';
	if (len)
		*len = n;
	return text;
}

pid_t start(char *const argv[], int in)
{
	pid_t pid;
	int fd;

	fflush(NULL);
	pid = fork();
	expect(pid >= 0, "%s", strerror(errno));
	if (pid)
		return pid;
	dup2(in, 0);
	fd = open(below("stdout"), O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(fd, 1);
	fd = open(below("stderr"), O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(fd, 2);
	execv(argv[0], argv);
	_exit(126);
}

int wait_ms(pid_t pid, int ms)
{
	uint64_t until = monotonic_ns() + (unsigned int)ms * NSEC_PER_MSEC;
	int status;

	for (;;) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		if (monotonic_ns() > until)
			return -1;
		pause_ms(1);
	}
}

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *ftw)
{
	(void)stat;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Those who got away from a test come to us, as the reaper, and go no further. */
static void kill_strays(void)
{
	char path[64], *list, *save, *word;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	do {
		list = get_file(path, NULL);
		for (word = strtok_r(list, " ", &save); word; word = strtok_r(NULL, " ", &save))
			kill(atoi(word), SIGKILL);
		free(list);
	} while (waitpid(-1, NULL, 0) > 0);
}

static int run_one(const struct test *test)
{
	uint64_t begin = monotonic_ns();
	int status;
	pid_t pid;

	snprintf(dir, sizeof(dir), "%s/kt-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(dir)) {
		perror(dir);
		return 1;
	}
	fflush(NULL);
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		test->run();
		exit(0);
	}
	status = wait_ms(pid, TEST_LIMIT_MS);
	kill(-pid, SIGKILL);
	if (status < 0)
		waitpid(pid, NULL, 0);
	kill_strays();
	nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	if (status > 0 && WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
		status = 0;
	printf("%-4s %s (%llu ms)\n", status ? "FAIL" : "ok", test->name,
	       (unsigned long long)((monotonic_ns() - begin) / NSEC_PER_MSEC));
	if (status < 0)
		printf("     still running after %d ms\n", TEST_LIMIT_MS);
	return status ? 1 : 0;
}

int run_tests(const struct test *tests, size_t n, int argc, char **argv)
{
	int failures = 0;
	char *slash;

	if (argc < 2 || readlink("/proc/self/exe", programs, sizeof(programs) - 1) < 0) {
		fprintf(stderr, "usage: %s KT [TEST]...\n", argv[0]);
		return EXIT_USAGE;
	}
	slash = strrchr(programs, '/');
	if (slash)
		*slash = '\0';
	kt = realpath(argv[1], NULL);
	expect(kt, "%s: %s", argv[1], strerror(errno));
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (size_t i = 0; i < n; i++) {
		bool wanted = argc == 2;

		for (int arg = 2; arg < argc; arg++)
			wanted |= !strcmp(argv[arg], tests[i].name);
		if (wanted)
			failures += run_one(&tests[i]);
	}
	printf("%s: %zu tests, %d failed\n", argv[0], n, failures);
	return failures ? 1 : 0;
}
