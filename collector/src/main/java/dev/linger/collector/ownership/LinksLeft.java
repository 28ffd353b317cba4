// SPDX-License-Identifier: Apache-2.0
package dev.linger.collector.ownership;

/** What a walk may still read of its {@link WalkBudget}. */
final class LinksLeft {
    private final boolean finishesProcess;
    private int links;

    LinksLeft(WalkBudget budget) {
        this.finishesProcess = budget.finishesProcess();
        this.links = budget.links();
    }

    /** Whether another process may be begun. */
    boolean allowProcess() {
        return links > 0;
    }

    /** Takes a link of a process that was begun; false where no more of it may be read. */
    boolean take() {
        if (links <= 0 && !finishesProcess) {
            return false;
        }
        links--;
        return true;
    }
}
