// SPDX-License-Identifier: Apache-2.0
/*
 * Reads one request of kt exec. Comes in: NUL-terminated strings, key and value in turn; goes out: what
 * to run, where, and with what. Nothing is opened or looked up here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "exec.h"

static int refuse(struct fault *fault, const char *key, const char *value, const char *why)
{
	fault_text(fault, "read request: %s \"%s\": %s", key, value, why);
	return EINVAL;
}

static int check(const struct request *request, struct fault *fault)
{
	if (!request->argv[0])
		return refuse(fault, "arg", "", "at least the program is needed");
	if (!request->argv[0][0])
		return refuse(fault, "arg", "", "the program has no name");
	if (request->cgroup && request->cgroup[0] != '/')
		return refuse(fault, "cgroup", request->cgroup, "not an absolute path");
	if (!request->own)
		return 0;
	if (!request->cgroup)
		return refuse(fault, "own", request->own, "needs a cgroup");
	if (!request->own[0] || strchr(request->own, '/') || !strcmp(request->own, ".") ||
	    !strcmp(request->own, ".."))
		return refuse(fault, "own", request->own, "not a name");
	return 0;
}

static const char **place(struct request *request, const char *key)
{
	if (!strcmp(key, "cgroup"))
		return &request->cgroup;
	if (!strcmp(key, "own"))
		return &request->own;
	if (!strcmp(key, "cwd"))
		return &request->cwd;
	if (!strcmp(key, "stdin"))
		return &request->stdin_path;
	return NULL;
}

int request_parse(struct request *request, char *bytes, size_t len, struct fault *fault)
{
	size_t strings = 0, argc = 0, envc = 0;
	char *end = bytes + len, *key, *value;

	*request = (struct request){ .stdin_path = "/dev/null" };
	for (size_t i = 0; i < len; i++)
		strings += !bytes[i];
	if (!len || end[-1] || strings % 2) {
		fault_text(fault, "read request: %zu strings in %zu bytes: not pairs, each ended by NUL",
			   strings, len);
		return EINVAL;
	}
	request->argv = calloc(strings / 2 + 1, sizeof(char *));
	request->envp = calloc(strings / 2 + 1, sizeof(char *));
	if (!request->argv || !request->envp)
		return fault_errno(fault, ENOMEM, "read request of %zu bytes", len), ENOMEM;
	for (key = bytes; key < end; key = value + strlen(value) + 1) {
		value = key + strlen(key) + 1;
		if (!strcmp(key, "arg"))
			request->argv[argc++] = value;
		else if (!strcmp(key, "env"))
			request->envp[envc++] = value;
		else if (!strcmp(key, "pgrp") && !strcmp(value, "parent"))
			request->parent_group = true;
		else if (!strcmp(key, "leaf") && !strcmp(value, "keep"))
			request->keep = true;
		else if (!strcmp(key, "delay"))
			request->delay_ns = strtoull(value, NULL, 10);
		else if (place(request, key))
			*place(request, key) = value;
		else
			return refuse(fault, key, value, "not a key that is known here");
	}
	return check(request, fault);
}

void request_free(struct request *request)
{
	free(request->argv);
	free(request->envp);
	*request = (struct request){ 0 };
}
