// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.util.List;
import org.ktstr4j.guest.scene.SceneException;
import org.ktstr4j.guest.scene.SchedulerDoor;
import org.ktstr4j.guest.sched.GuestSchedulers;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Surroundings.Detached;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerOrder;

/// The test's schedulers as a scenario names them: by the names that their constants give them.
record SchedulersOfScenes(GuestSchedulers schedulers, SchedulerOrder order) implements SchedulerDoor {
    @Override
    public void apply(Op.Scheduler op) {
        switch (op.action()) {
            case ATTACH -> schedulers.attach(named(op));
            case DETACH -> schedulers.detach();
            case RESTART -> schedulers.restart();
            case REPLACE -> schedulers.replace(named(op));
        }
    }

    private Scheduler named(Op.Scheduler op) {
        String name = op.scheduler();
        if (name.equals(Scheduler.EEVDF.name())) return Scheduler.EEVDF;
        if (name.isEmpty() && order.first() != null) return order.first();
        for (Scheduler each : order.known()) if (each.name().equals(name)) return each;
        List<String> names = order.known().stream().map(Scheduler::name).toList();
        throw new SceneException(
                "%s scheduler \"%s\": the test has %s; read a Scheduler constant of this name, so that its program travels along"
                        .formatted(op.action().name().toLowerCase(java.util.Locale.ROOT), name, names));
    }

    @Override
    public Checks checks() {
        return schedulers.running().map(Scheduler::checks).orElse(Checks.NONE);
    }

    @Override
    public List<Detached> ended() {
        return schedulers.ends().stream()
                .map(each -> new Detached(each.asExpected(), each.headline()))
                .toList();
    }
}
