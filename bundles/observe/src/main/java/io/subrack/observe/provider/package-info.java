/** Health checks at {@code /health}, metrics at {@code /metrics}. */
@NullMarked
package io.subrack.observe.provider;

import org.jspecify.annotations.NullMarked;
