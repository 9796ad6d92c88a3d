// SPDX-License-Identifier: Apache-2.0
/// Small JSON values: what the codecs of verdicts, metrics and records are written with. Text comes in and goes
/// out; the output of payloads is not read here, that is `metric.extract`. Not exported.
@NullMarked
package org.ktstr4j.json;

import org.jspecify.annotations.NullMarked;
