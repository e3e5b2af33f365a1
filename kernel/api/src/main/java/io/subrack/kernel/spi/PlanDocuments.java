/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Plan;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Says a plan in the words of the management API, for other modules that answer one. A service of that API. */
@ProviderType
public interface PlanDocuments {
    /** Returns the members of the JSON object that {@code GET /plans/{id}} answers. */
    Map<String, Object> document(Plan plan);
}
