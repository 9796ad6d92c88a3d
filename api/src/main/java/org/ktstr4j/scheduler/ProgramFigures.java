// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// What the kernel says of one loaded BPF program (`struct bpf_prog_info`).
///
/// @param id the kernel's number for it, rising with each load
/// @param name its function's name; the kernel keeps 15 characters where it knows no more
/// @param type number of its type; 27 is struct_ops
/// @param verifiedInsns instructions that the verifier looked at, over all paths; 0: the kernel does not say
/// @param xlatedBytes its size after the verifier's rewrites, bytes
/// @param jitedBytes its size as machine code, bytes; 0: it is interpreted
public record ProgramFigures(long id, String name, int type, long verifiedInsns, long xlatedBytes, long jitedBytes) {
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("type", type);
        json.put("verifiedInsns", verifiedInsns);
        json.put("xlatedBytes", xlatedBytes);
        json.put("jitedBytes", jitedBytes);
        return json;
    }

    static ProgramFigures fromJson(Node json) {
        return new ProgramFigures(
                json.get("id").integer(),
                json.get("name").string(),
                (int) json.get("type").integer(),
                json.get("verifiedInsns").integer(),
                json.get("xlatedBytes").integer(),
                json.get("jitedBytes").integer());
    }
}
