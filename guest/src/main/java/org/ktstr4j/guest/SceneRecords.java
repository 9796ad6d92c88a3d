// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.scene.SceneLog;
import org.ktstr4j.wire.FrameType;

/// What happens in a scenario, as records.
record SceneRecords(RecordPipe records) implements SceneLog {
    @Override
    public void scenario(byte[] json) {
        records.send(FrameType.SCENARIO, json);
    }

    @Override
    public void mark(byte[] json) {
        records.send(FrameType.MARK, json);
    }

    @Override
    public void workers(byte[] json) {
        records.send(FrameType.WORKERS, json);
    }
}
