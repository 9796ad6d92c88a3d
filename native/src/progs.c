// SPDX-License-Identifier: Apache-2.0
/*
 * kt progs PID: the BPF programs that a process holds open, one a line:
 *   ID TYPE VERIFIED_INSNS XLATED_BYTES JITED_BYTES NAME
 * Ids come from /proc/PID/fdinfo, the rest from the kernel's bpf_prog_info, whole names from the BTF
 * that was loaded with the program (the info itself keeps 15 characters).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kt.h"

#define MOST_PROGS 512
#define MOST_BTF (16u << 20)

static int bpf(int cmd, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int fd_of_id(int cmd, uint32_t id)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_id = id;
	return bpf(cmd, &attr);
}

static int get_info(int fd, void *info, uint32_t size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = size;
	attr.info.info = (uintptr_t)info;
	return bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
}

static uint64_t as_u64(const void *pointer)
{
	return (uint64_t)(uintptr_t)pointer;
}

/* Bytes of a type beside its struct btf_type; the kernel has checked them when it took them. */
static size_t extra(const struct btf_type *type)
{
	size_t n = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return n * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return n * sizeof(struct btf_var_secinfo);
	case BTF_KIND_ENUM64:
		return n * sizeof(struct btf_enum64);
	default:
		return 0;
	}
}

static const char *name_in(const uint8_t *btf, uint32_t size, uint32_t id)
{
	const struct btf_header *header = (const struct btf_header *)btf;
	size_t at, end;

	if (size < sizeof(*header) || header->magic != BTF_MAGIC)
		return NULL;
	at = (size_t)header->hdr_len + header->type_off;
	end = at + header->type_len;
	for (uint32_t i = 1; at + sizeof(struct btf_type) <= end && end <= size; i++) {
		const struct btf_type *type = (const struct btf_type *)(btf + at);
		size_t name = (size_t)header->hdr_len + header->str_off + type->name_off;

		if (i == id)
			return name < size && memchr(btf + name, 0, size - name) ?
				       (const char *)btf + name :
				       NULL;
		at += sizeof(*type) + extra(type);
	}
	return NULL;
}

/* The whole name of the program's main function, to be freed with btf; NULL: not known. */
static const char *long_name(int prog, uint32_t btf_id, uint32_t func_info_size, uint8_t **btf)
{
	struct bpf_prog_info info = { .nr_func_info = 1, .func_info_rec_size = func_info_size };
	struct bpf_btf_info about = { 0 };
	struct bpf_func_info *first;
	const char *name = NULL;
	int fd;

	*btf = NULL;
	first = calloc(1, func_info_size > sizeof(*first) ? func_info_size : sizeof(*first));
	fd = btf_id && first ? fd_of_id(BPF_BTF_GET_FD_BY_ID, btf_id) : -1;
	info.func_info = as_u64(first);
	if (fd >= 0 && !get_info(prog, &info, sizeof(info)) && !get_info(fd, &about, sizeof(about)) &&
	    about.btf_size && about.btf_size <= MOST_BTF) {
		*btf = malloc(about.btf_size);
		about = (struct bpf_btf_info){ .btf = as_u64(*btf), .btf_size = about.btf_size };
		if (*btf && !get_info(fd, &about, sizeof(about)))
			name = name_in(*btf, about.btf_size, first->type_id);
	}
	if (fd >= 0)
		close(fd);
	free(first);
	return name;
}

static int print_program(uint32_t id, struct fault *fault)
{
	struct bpf_prog_info info = { 0 };
	int fd = fd_of_id(BPF_PROG_GET_FD_BY_ID, id);
	const char *name;
	uint8_t *btf;

	if (fd < 0)
		return fault_errno(fault, errno, "open BPF program %u", id);
	if (get_info(fd, &info, sizeof(info))) {
		close(fd);
		return fault_errno(fault, errno, "ask for BPF program %u", id);
	}
	name = long_name(fd, info.btf_id, info.func_info_rec_size, &btf);
	printf("%u %u %u %u %u %s\n", info.id, info.type, info.verified_insns, info.xlated_prog_len,
	       info.jited_prog_len, name && *name ? name : info.name);
	free(btf);
	close(fd);
	return 0;
}

/* The program's id; 0: the descriptor is none of a program (a link has a prog_id, too). */
static uint32_t program_id(const char *dir, const char *fd)
{
	char path[384], *text;
	struct fault fault;
	const char *id;
	uint32_t found = 0;

	snprintf(path, sizeof(path), "%s/%s", dir, fd);
	text = read_text(path, 4096, &fault);
	if (!text)
		return 0;
	id = strstr(text, "\nprog_id:");
	if (id && strstr(text, "prog_type:"))
		found = (uint32_t)strtoul(id + strlen("\nprog_id:"), NULL, 10);
	free(text);
	return found;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int print_programs(const char *pid, struct fault *fault)
{
	uint32_t ids[MOST_PROGS];
	size_t n = 0;
	struct dirent *entry;
	char dir[64];
	DIR *all;

	snprintf(dir, sizeof(dir), "/proc/%s/fdinfo", pid);
	all = opendir(dir);
	if (!all)
		return fault_errno(fault, errno, "list %s", dir);
	while (n < MOST_PROGS && (entry = readdir(all))) {
		ids[n] = program_id(dir, entry->d_name);
		n += ids[n] != 0;
	}
	closedir(all);
	qsort(ids, n, sizeof(ids[0]), by_number);
	for (size_t i = 0; i < n; i++)
		if ((i == 0 || ids[i] != ids[i - 1]) && print_program(ids[i], fault))
			return -1;
	return 0;
}

int role_progs(int argc, char **argv)
{
	struct fault fault;

	if (argc != 2 || !*argv[1] || argv[1][strspn(argv[1], "0123456789")]) {
		say("progs", "read arguments: expected one process id");
		return EXIT_USAGE;
	}
	if (print_programs(argv[1], &fault)) {
		say("progs", "%s", fault.text);
		return EXIT_UNAVAILABLE;
	}
	return 0;
}
