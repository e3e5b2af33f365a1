/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.util.Optional;

/** What an admin wants a repository to be; see {@link Repository}. Not checked yet. */
public record RepositoryDraft(
        String id, Repository.Kind kind, String url, int priority, boolean enabled, Optional<String> credentials) {}
