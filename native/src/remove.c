// SPDX-License-Identifier: Apache-2.0
/* Removes what somebody left. Comes in: a path; goes out: nothing is there. Links are not followed. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kt.h"

static int remove_entry(const char *path, const struct stat *stat, int type, struct FTW *ftw)
{
	(void)stat;
	(void)ftw;
	if ((type == FTW_DP || type == FTW_D || type == FTW_DNR ? rmdir(path) : unlink(path)) &&
	    errno != ENOENT)
		say("remove", "remove %s: %s (%s)", path, strerror(errno), errno_name(errno));
	return 0;
}

int remove_tree(const char *path)
{
	if (nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS) && errno != ENOENT)
		say("remove", "remove %s: %s (%s)", path, strerror(errno), errno_name(errno));
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) ? 0 : -1;
}
