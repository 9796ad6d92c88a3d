// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.cgroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.payload.CgroupName;
import org.ktstr4j.scenario.Cgroup;
import org.ktstr4j.scenario.CgroupException;
import org.ktstr4j.scenario.Cgroups;

/// The cgroups of a test: directories below a parent that `kt init` made for it.
public final class CgroupRoot implements Cgroups {
    private final Path parent;

    /// The cgroups below this directory.
    public CgroupRoot(Path parent) {
        this.parent = parent;
    }

    @Override
    public String parentPath() {
        return parent.toString();
    }

    @Override
    public Cgroup create(String name) {
        String clean = CgroupName.clean(name);
        Path at = parent;
        for (String component : clean.split("/")) {
            if (!at.equals(parent)) enableControllers(at);
            at = at.resolve(component);
            make(at);
        }
        return new CgroupDirectory(clean, at);
    }

    private static void make(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            // made by an earlier call, which is as good
        } catch (IOException e) {
            throw new CgroupException(
                    directory.toString(), "make cgroup %s: %s".formatted(directory, CgroupDirectory.reason(e)), e);
        }
    }

    // Without this the cgroups below have no files of these controllers.
    private static void enableControllers(Path directory) {
        CgroupDirectory cgroup = new CgroupDirectory(directory.toString(), directory);
        String available = cgroup.read("cgroup.controllers");
        if (!available.isEmpty()) cgroup.write("cgroup.subtree_control", "+" + available.replace(" ", " +"));
    }
}
