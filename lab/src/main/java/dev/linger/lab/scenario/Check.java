// SPDX-License-Identifier: Apache-2.0
package dev.linger.lab.scenario;

/**
 * One comparison of theory and kernel.
 *
 * @param what what is compared
 * @param expected what theory says
 * @param observed what the kernel did
 * @param passed whether they agree
 */
public record Check(String what, String expected, String observed, boolean passed) {}
