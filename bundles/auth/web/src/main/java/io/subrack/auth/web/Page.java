/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

/** One page. Called by many threads at once. */
interface Page {
    /** Says whether only somebody who is logged in gets to see it; others are sent to log in first. */
    default boolean isPersonal() {
        return true;
    }

    /** Answers a GET, which changes nothing. */
    Answer show(Visit visit);

    /** Answers a POST of one of our own forms, by the browser that it was made for. */
    Answer submit(Visit visit, Fields form);

    /** Returns where somebody goes who has to log in first. */
    default String loginFor(Visit visit) {
        return ReturnTo.page(visit.path(), "").login();
    }
}
