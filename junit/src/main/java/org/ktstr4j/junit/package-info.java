// SPDX-License-Identifier: Apache-2.0
/// Tests as JUnit sees them: the annotation, the engine that finds and runs annotated methods, and how a verdict
/// becomes a test result.
@NullMarked
package org.ktstr4j.junit;

import org.jspecify.annotations.NullMarked;
