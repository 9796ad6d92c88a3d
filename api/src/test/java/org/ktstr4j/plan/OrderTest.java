// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.KernelWrite;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.scheduler.SchedulerSource;

class OrderTest {
    private static final Order ORDER = new Order(
            new TestId("org.example.Outer$StealTest", "fair"),
            "1n2l4c2t",
            List.of("/ktstr/classpath/00-classes/", "/ktstr/classpath/01-\"quoted\".jar"),
            List.of("/usr/bin", "/include-files"),
            Long.MIN_VALUE,
            SchedulerOrder.NONE,
            SceneOrder.NONE);

    @Test
    void an_order_comes_back() {
        assertEquals(ORDER, Order.fromJson(ORDER.toJson()));
    }

    @Test
    void an_order_with_schedulers_comes_back() {
        Scheduler scheduler = Scheduler.builder("simple", "/opt/scx_simple")
                .args("-f", "--slice=\"20\"")
                .opsName("simple")
                .configFile("/include-files/a.json")
                .cgroupParentArg("--cells")
                .sysctl("kernel.sched_schedstats", "1")
                .eventLimit("SCX_EV_DISPATCH_KEEP_LAST", 5)
                .checks(Checks.of(Profile.STRICT).with(Limit.MAX_GAP_MS, 40.5).without(Limit.ISOLATION))
                .build();
        Order order = with(new SchedulerOrder(
                scheduler,
                Expectation.ejection(ExitKind.ERROR_STALL, "failed to run"),
                List.of(Scheduler.program("other", "scx_other")),
                Map.of("scx_simple", "/opt/scx_simple"),
                7));

        assertEquals(order, Order.fromJson(order.toJson()));
    }

    @Test
    void schedulers_of_every_source_come_back() {
        for (SchedulerSource source : List.of(
                new SchedulerSource.JavaMain("org.example.Loader"),
                new SchedulerSource.KernelBuiltin(
                        List.of(KernelWrite.parse("echo \"a b\" > /sys/x")),
                        List.of(new KernelWrite("0", "/sys/x"))))) {
            Order order =
                    with(new SchedulerOrder(Scheduler.builder("s", source).build(), null, List.of(), Map.of(), 1));

            assertEquals(order, Order.fromJson(order.toJson()));
        }
    }

    private static Order with(SchedulerOrder schedulers) {
        return new Order(
                ORDER.test(),
                ORDER.topology(),
                ORDER.classPath(),
                ORDER.path(),
                ORDER.seed(),
                schedulers,
                new SceneOrder("SIM", "PipeIo", "{\"name\":\"s\"}"));
    }

    @Test
    void the_json_form_is_this_one() {
        assertEquals(
                "{\"class\":\"org.example.Outer$StealTest\",\"method\":\"fair\",\"topology\":\"1n2l4c2t\","
                        + "\"classPath\":[\"/ktstr/classpath/00-classes/\",\"/ktstr/classpath/01-\\\"quoted\\\".jar\"],"
                        + "\"path\":[\"/usr/bin\",\"/include-files\"],\"seed\":-9223372036854775808}",
                ORDER.toJson());
    }

    @Test
    void reading_ignores_what_it_does_not_know() {
        assertEquals(ORDER, Order.fromJson(ORDER.toJson().replaceFirst("\\{", "{\"new\":[1],")));
    }

    @Test
    void reading_says_what_is_wrong() {
        assertEquals("read order: the text is empty; a JSON document was expected", refused(""));
        assertEquals("read order: \"class\" must be a string, was null", refused("{}"));
        assertEquals("read order: \"method\" must be a string, was 3", refused("{\"class\":\"C\",\"method\":3}"));
        assertEquals(
                "read order: \"classPath\" must be an array, was \"a:b\"",
                refused(ORDER.toJson().replaceFirst("\"classPath\":\\[.*?\\]", "\"classPath\":\"a:b\"")));
        assertEquals(
                "read order: \"path[1]\" must be a string, was null",
                refused(ORDER.toJson().replace("\"/include-files\"", "null")));
        assertEquals(
                "read order: \"seed\" must be an integer, was 9223372036854775808",
                refused(ORDER.toJson().replace("-9223372036854775808", "9223372036854775808")));
    }

    @Test
    void people_read_the_simple_class_name_and_the_method() {
        assertEquals("Outer.StealTest.fair", ORDER.test().display());
        assertEquals("StealTest.fair", new TestId("StealTest", "fair").display());
    }

    private static String refused(String json) {
        return Messages.refused(() -> Order.fromJson(json));
    }
}
