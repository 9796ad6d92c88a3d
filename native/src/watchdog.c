// SPDX-License-Identifier: Apache-2.0
/*
 * The watchdog of the machine: a guest whose kernel does nothing any more cannot keep its own
 * deadline. An Intel 6300ESB counts guest time, so that a simulated guest ends at the same instruction
 * each time. The kernel's driver is a module that guests do not have; its few registers are written here.
 * Facts: Intel 6300ESB I/O Controller Hub datasheet, chapter 21; the BAR through sysfs:
 * Documentation/PCI/sysfs-pci.rst.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "init.h"

#define DEVICES "/sys/bus/pci/devices"
#define VENDOR_INTEL 0x8086
#define DEVICE_6300ESB_WDT 0x25ab

/* Configuration space. */
#define CONFIG 0x60		/* 16 bits */
#define CONFIG_NO_INTERRUPT 0x3	/* nothing at the end of the first stage */
#define LOCK 0x68		/* 8 bits */
#define LOCK_ENABLE 0x2

/* Registers in memory, 32 bits each; only the low 20 of the timers count. */
#define TIMER1 0x00
#define TIMER2 0x04
#define RELOAD 0x0c
#define RELOAD_NOW 0x100
#define REGISTERS 0x10

/* Written to RELOAD in this order, they allow one write to another register. */
#define UNLOCK1 0x80
#define UNLOCK2 0x86

/* A tick is 2^15 periods of the 33 MHz of the bus. */
#define TICK_PERIODS (1ull << 15)
#define BUS_HZ 33000000ull
#define STAGE_TICKS 0xfffffull

static bool is_watchdog(const char *device)
{
	char path[512];
	struct fault fault;
	char *vendor, *model;
	bool found;

	snprintf(path, sizeof(path), DEVICES "/%s/vendor", device);
	vendor = read_text(path, 64, &fault);
	snprintf(path, sizeof(path), DEVICES "/%s/device", device);
	model = read_text(path, 64, &fault);
	found = vendor && model && strtol(vendor, NULL, 16) == VENDOR_INTEL &&
		strtol(model, NULL, 16) == DEVICE_6300ESB_WDT;
	free(vendor);
	free(model);
	return found;
}

static bool find(char *device, size_t size)
{
	DIR *devices = opendir(DEVICES);
	const struct dirent *entry;
	bool found = false;

	if (!devices)
		return false;
	while (!found && (entry = readdir(devices))) {
		found = entry->d_name[0] != '.' && is_watchdog(entry->d_name);
		if (found)
			snprintf(device, size, DEVICES "/%s", entry->d_name);
	}
	closedir(devices);
	return found;
}

static int open_part(const char *device, const char *part, int flags)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", device, part);
	return open(path, flags | O_CLOEXEC);
}

int watchdog_open(struct watchdog *dog, struct fault *fault)
{
	char device[300];
	void *registers;
	int enable, resource;

	dog->config = -1;
	if (!find(device, sizeof(device)))
		return fault_text(fault, "find the machine's watchdog: no Intel 6300ESB in " DEVICES);
	enable = open_part(device, "enable", O_WRONLY);
	if (enable < 0 || write(enable, "1", 1) != 1) {
		fault_errno(fault, errno, "enable %s", device);
		if (enable >= 0)
			close(enable);
		return -1;
	}
	close(enable);
	resource = open_part(device, "resource0", O_RDWR);
	if (resource < 0)
		return fault_errno(fault, errno, "open the registers of %s", device);
	registers = mmap(NULL, REGISTERS, PROT_READ | PROT_WRITE, MAP_SHARED, resource, 0);
	close(resource);
	if (registers == MAP_FAILED)
		return fault_errno(fault, errno, "map the registers of %s", device);
	dog->config = open_part(device, "config", O_RDWR);
	if (dog->config < 0)
		return fault_errno(fault, errno, "open the configuration of %s", device);
	dog->registers = registers;
	return 0;
}

static void set(const struct watchdog *dog, size_t offset, uint32_t value)
{
	dog->registers[RELOAD / 4] = UNLOCK1;
	dog->registers[RELOAD / 4] = UNLOCK2;
	dog->registers[offset / 4] = value;
}

int watchdog_arm(const struct watchdog *dog, uint64_t ns, struct fault *fault)
{
	const uint16_t config = CONFIG_NO_INTERRUPT;
	const uint8_t lock = LOCK_ENABLE;
	uint64_t ticks = ns / (TICK_PERIODS * NSEC_PER_SEC / BUS_HZ) + 2;

	if (dog->config < 0)
		return 0;
	if (ticks > 2 * STAGE_TICKS)
		return fault_text(fault, "set the machine's watchdog to %llu s: it counts to %llu s",
				  (unsigned long long)(ns / NSEC_PER_SEC),
				  (unsigned long long)(2 * STAGE_TICKS * TICK_PERIODS / BUS_HZ));
	if (pwrite(dog->config, &config, sizeof(config), CONFIG) != sizeof(config))
		return fault_errno(fault, errno, "configure the machine's watchdog");
	set(dog, TIMER1, (uint32_t)(ticks / 2));
	set(dog, TIMER2, (uint32_t)(ticks - ticks / 2));
	set(dog, RELOAD, RELOAD_NOW);
	if (pwrite(dog->config, &lock, sizeof(lock), LOCK) != sizeof(lock))
		return fault_errno(fault, errno, "start the machine's watchdog");
	return 0;
}
