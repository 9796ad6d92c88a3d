// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.ktstr4j.plan.PlanException;

/// A set of files for the guest, sorted by path, parents included.
///
/// Paths are absolute. `/bin`, `/sbin`, `/lib` and `/lib64` mean the directories under `/usr`, as in the guest,
/// where the former are links. The same thing added twice is one (a file with the permissions of both); two
/// different things under one path are an error that names both.
public final class GuestFiles {
    /// Mode of directories that nobody asked for; it gives way to any other.
    private static final int PARENT_MODE = 0755;

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /// Adds a directory and its parents.
    ///
    /// @param mode permission bits
    public GuestFiles directory(String path, int mode) {
        put(path, new Entry.Directory(mode));
        return this;
    }

    /// Adds a file of the host.
    ///
    /// @param mode permission bits
    /// @throws PlanException if another file has this path
    public GuestFiles file(String path, Path source, int mode) {
        put(path, Entry.HostFile.of(source, mode));
        return this;
    }

    /// Adds a file with this content.
    ///
    /// @param mode permission bits
    public GuestFiles file(String path, byte[] content, int mode) {
        put(path, new Entry.Made(content, mode));
        return this;
    }

    /// Adds a symbolic link.
    public GuestFiles link(String path, String target) {
        put(path, new Entry.Link(target));
        return this;
    }

    /// Adds all of `other`.
    public GuestFiles addAll(GuestFiles other) {
        other.entries.forEach((path, entry) -> put("/" + path, entry));
        return this;
    }

    /// {@return how many entries there are, parents included}
    public int size() {
        return entries.size();
    }

    /// {@return entries by path without the leading slash}
    Map<String, Entry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /// {@return the same without what is at this path}
    ///
    /// @param path absolute
    public GuestFiles without(String path) {
        return without((each, _) -> path.equals("/" + each));
    }

    /// {@return the entries for which `known` says no}
    GuestFiles without(BiPredicate<String, Entry> known) {
        GuestFiles rest = new GuestFiles();
        entries.forEach((path, entry) -> {
            if (!known.test(path, entry)) {
                rest.entries.put(path, entry);
            }
        });
        return rest;
    }

    /// {@return `path` as the guest has it: normalized, `/bin`, `/sbin`, `/lib`, `/lib64` under `/usr`}
    public static String guestPath(String path) {
        String normal = Path.of(path).normalize().toString();
        for (String top : new String[] {"/bin/", "/sbin/", "/lib/", "/lib64/"}) {
            if (normal.startsWith(top)) {
                return "/usr" + normal;
            }
        }
        return normal;
    }

    private void put(String path, Entry entry) {
        String key = guestPath(path).substring(1);
        Entry known = entries.putIfAbsent(key, entry);
        if (known instanceof Entry.Directory && entry instanceof Entry.Directory) {
            entries.put(key, entry.mode() == PARENT_MODE ? known : entry);
        } else if (known instanceof Entry.HostFile one
                && entry instanceof Entry.HostFile other
                && one.sameFile(other)) {
            entries.put(key, new Entry.HostFile(one.source(), one.mode() | other.mode(), one.size()));
        } else if (known != null && !known.equals(entry)) {
            throw PlanException.of("pack /" + key + ": wanted from " + known.origin() + " and from " + entry.origin()
                    + "; give one of them another name");
        }
        for (int slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
            String above = key.substring(0, slash);
            Entry parent = entries.putIfAbsent(above, new Entry.Directory(PARENT_MODE));
            if (parent != null && !(parent instanceof Entry.Directory)) {
                throw PlanException.of("pack /" + key + " (" + entry.origin() + "): /" + above + " is "
                        + parent.origin() + ", not a directory; give one of them another name");
            }
        }
    }
}
