/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.spi.PlanDocuments;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Plans as other modules of the management API answer them: as {@code GET /plans/{id}} does. */
@Component(service = PlanDocuments.class)
public final class PlanMembers implements PlanDocuments {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Inspector inspector;

    @Activate
    public PlanMembers(@Reference Inspector inspector) {
        this.inspector = inspector;
    }

    @Override
    public Map<String, Object> document(Plan plan) {
        return MAPPER.convertValue(PlanView.of(plan, inspector), new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
