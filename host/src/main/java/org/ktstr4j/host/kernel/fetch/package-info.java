// SPDX-License-Identifier: Apache-2.0
/// Packages of Debian's archive, fetched through the host's apt without touching what belongs to the host.
///
/// In: the host's configured mirror, names of packages. Out: the kernels a suite offers, single files of a .deb.
/// Work is done in an [Aside] directory under a [CacheLock]. Not here: what a kernel is, and the cache.
@NullMarked
package org.ktstr4j.host.kernel.fetch;

import org.jspecify.annotations.NullMarked;
