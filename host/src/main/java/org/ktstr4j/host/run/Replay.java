// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.file.Path;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.plan.PlanException;

/// Has a simulated run again.
public final class Replay {
    private Replay() {}

    /// What a replay came to.
    ///
    /// @param finished the new run
    /// @param difference where it differs from the recorded one, empty if it does not
    public record Replayed(Finished finished, String difference) {}

    /// {@return what came of it}
    ///
    /// @param directory the run to have again
    /// @throws PlanException if it cannot be had here; says all that is different
    public static Replayed run(Path directory, Settings settings, Progress progress) {
        Recorded recorded = Recorded.open("replay", directory, settings, progress);
        Finished finished = recorded.run(recorded.again(), RunDirectory.session(settings.runs()), progress);
        boolean same =
                finished.repeat().digest().equals(recorded.sidecar().repeat().digest());
        return new Replayed(finished, same ? "" : Difference.between(recorded.directory(), finished.directory()));
    }
}
