// SPDX-License-Identifier: Apache-2.0
/*
 * Messages of kt. Comes in: what was done and what was found; goes out: one text in the form of the
 * house, with the error by name. Allocates nothing, so that it works when memory is short.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kt.h"

const char *errno_name(int err)
{
	const char *name = strerrorname_np(err);

	return name ? name : "errno without a name";
}

int fault_text(struct fault *fault, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(fault->text, sizeof(fault->text), format, args);
	va_end(args);
	return -1;
}

int fault_errno(struct fault *fault, int err, const char *format, ...)
{
	char what[800];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return fault_text(fault, "%s: %s (%s)", what, strerror(err), errno_name(err));
}

void say(const char *role, const char *format, ...)
{
	char what[1024], line[1100];
	va_list args;
	int len;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	len = snprintf(line, sizeof(line), "kt %s: %s\n", role, what);
	/* Nothing can be done about a lost message. */
	if (len > 0 && write(STDERR_FILENO, line, (size_t)len) < 0)
		return;
}
