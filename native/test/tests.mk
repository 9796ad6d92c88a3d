# SPDX-License-Identifier: Apache-2.0
# Tests of kt. They run twice: the product (static), and kt itself and the test programs under ASan and UBSan.

T = $(TARGET)/test
S = $(TARGET)/sanitized
LIB = test/support.c test/peer.c test/client.c test/worker.c src/crc32.c src/process.c src/fault.c
TEST_HEADERS = $(HEADERS) test/support.h test/client.h test/worker.h test/tests.mk
SUITES = $(patsubst test/%_test.c,%_test,$(wildcard test/*_test.c))
STATIC = $(TARGET)/misbehave $(T)/misbehave $(T)/agent

$(TARGET)/misbehave: test/misbehave.c
	@mkdir -p $(@D)
	$(CC) $(BASE) -O1 -static -s -o $@ $<

$(T)/misbehave $(S)/misbehave: $(TARGET)/misbehave
	@mkdir -p $(@D)
	cp $< $@

$(T)/agent $(S)/agent: test/agent.c src/window.h
	@mkdir -p $(@D)
	$(CC) $(BASE) -O1 -static -s -o $@ $<

$(S)/kt: $(SOURCES) $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SANITIZE) -o $@ $(SOURCES)

$(T)/%_test: test/%_test.c $(LIB) src/newc.c src/window.c src/slice.c $(TEST_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(BASE) -O1 -g -o $@ $< $(LIB) src/newc.c src/window.c src/slice.c

$(S)/%_test: test/%_test.c $(LIB) src/newc.c src/window.c src/slice.c $(TEST_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SANITIZE) -o $@ $< $(LIB) src/newc.c src/window.c src/slice.c

$(T)/turns_test $(S)/turns_test: LIB += preload/turns.c preload/base.c
$(T)/turns_test $(S)/turns_test: $(PRELOAD_SOURCES) preload/preload.h

$(T)/winctl: test/winctl.c $(LIB) $(TEST_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(BASE) -O1 -g -o $@ $< $(LIB)

# Each run is a target of its own, so that -j runs two at a time.
RUNS = $(SUITES:%=run/%) $(SUITES:%=sanitized/%)

$(SUITES:%=run/%): run/%: $(T)/% $(KT) $(STATIC)
	@$< $(KT)

$(SUITES:%=sanitized/%): sanitized/%: $(S)/% $(S)/kt $(S)/agent $(S)/misbehave
	@$< $(S)/kt

test: $(RUNS)

# Static as kt is, so that a fork of either is the same.
$(T)/work_bench: test/work_bench.c $(LIB) $(TEST_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(BASE) -O1 $(LDFLAGS) -o $@ $< $(LIB)

# By hand, on an idle machine.
bench-work: $(T)/work_bench $(KT)
	@$< $(KT)

# By hand, with a kernel that has what it needs built in: make vm KERNEL=/boot/vmlinuz-...
vm: $(KT) $(STATIC) $(T)/winctl
	test/vm.sh $(KERNEL)

analyze: $(SOURCES) $(PRELOAD_SOURCES) $(HEADERS)
	@mkdir -p $(TARGET)/analyzed
	@set -e; for file in $(SOURCES) $(PRELOAD_SOURCES); do $(CC) -O1 -fanalyzer $(BASE) -c -o $(TARGET)/analyzed/x.o $$file; done

check: test analyze

.PHONY: $(RUNS) vm bench-work
