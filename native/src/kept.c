// SPDX-License-Identifier: Apache-2.0
/*
 * The leaf that one invocation of kt exec leaves to the next: to make one and to remove it takes as long as to start a
 * program. Comes in: a leaf, with its cgroup.events open; goes out: the same, if nothing of the run before is in it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "exec.h"

void kept_drop(struct kept *kept)
{
	if (kept->leaf >= 0 && cgroup_remove(kept->parent, kept->name) && errno != ENOENT)
		say("exec", "remove cgroup %s/%s: %s (%s)", kept->path, kept->name, strerror(errno), errno_name(errno));
	close_fd(&kept->parent);
	close_fd(&kept->leaf);
	close_fd(&kept->events);
}

bool kept_put(struct run *run)
{
	const struct request *request = &run->request;
	struct kept *kept = &run->kept;

	if (run->events < 0 || kept->leaf >= 0 || !cgroup_fresh(run->leaf, run->events))
		return false;
	if (request->own != kept->name) {
		snprintf(kept->path, sizeof(kept->path), "%s", request->cgroup);
		snprintf(kept->name, sizeof(kept->name), "%s", request->own);
	}
	kept->parent = run->cgroup;
	kept->leaf = run->leaf;
	kept->events = run->events;
	run->cgroup = run->leaf = run->events = -1;
	run->request.own = NULL;
	return true;
}

bool kept_take(struct run *run)
{
	struct request *request = &run->request;
	struct kept *kept = &run->kept;

	if (kept->leaf < 0 || !request->keep || strcmp(kept->path, request->cgroup))
		return false;
	if (!cgroup_fresh(kept->leaf, kept->events)) {
		kept_drop(kept);
		return false;
	}
	run->cgroup = kept->parent;
	run->leaf = kept->leaf;
	run->events = kept->events;
	request->own = kept->name;
	kept->parent = kept->leaf = kept->events = -1;
	return true;
}
