// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.nio.file.Path;
import java.util.List;

/// Makes an image, in a process that a test kills.
final class ImageMaker {
    private ImageMaker() {}

    /// Makes one.
    ///
    /// @param args the cache, `kt`, the agent's jar
    public static void main(String[] args) {
        BaseImage.build(Path.of(args[0]), parts(Path.of(args[1]), Path.of(args[2]), "train"));
    }

    static BaseImage.Parts parts(Path kt, Path jar, String... training) {
        return new BaseImage.Parts(kt, List.of(jar), TinyAgent.class.getName(), List.of(training));
    }
}
