/** The front door: Jetty, the route table, limits, access, and the servlet whiteboard. */
@NullMarked
package io.subrack.web.provider;

import org.jspecify.annotations.NullMarked;
