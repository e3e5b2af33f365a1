/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.unsatisfied;

/** A service that nobody provides. */
public interface PhraseBook {
    String hello();
}
