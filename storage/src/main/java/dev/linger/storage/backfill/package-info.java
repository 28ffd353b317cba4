// SPDX-License-Identifier: Apache-2.0
/** History from files and into files: service-minutes as lines of JSON. */
@NullMarked
package dev.linger.storage.backfill;

import org.jspecify.annotations.NullMarked;
