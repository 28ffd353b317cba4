// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

/**
 * How much a walk over the descriptors of processes may read.
 *
 * @param links descriptors to read, after which no other process is begun
 * @param finishesProcess whether a process that was begun is read to its end
 */
record WalkBudget(int links, boolean finishesProcess) {
    /** Of a program that looks once: nothing is learnt later. */
    static final WalkBudget ONLY_WALK = new WalkBudget(200_000, true);

    /** The first of many, some 20 ms for a virtual machine that has just begun. */
    static final WalkBudget FIRST_WALK = new WalkBudget(1_000, false);

    /** Every other. A process with more descriptors would otherwise never be read to its end. */
    static final WalkBudget LATER_WALK = new WalkBudget(20_000, true);
}
