/** The audit log as files: written with one force for many, chained by hashes, searched, verified, retired. */
@NullMarked
package io.subrack.audit.provider;

import org.jspecify.annotations.NullMarked;
