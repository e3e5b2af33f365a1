/** The pages of central auth. Private to its bundle. */
@NullMarked
package io.subrack.auth.web;

import org.jspecify.annotations.NullMarked;
