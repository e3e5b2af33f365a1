/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.web.api.RequestAuthor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What each call that changes something can be told beside what it changes. A parameter bean of JAX-RS. */
public final class ChangeOptions {
    @Context
    @Nullable
    HttpServletRequest request;

    @QueryParam("reason")
    @Nullable
    String reason;

    @QueryParam("yes")
    @Nullable
    String yes;

    @QueryParam("grants")
    @Nullable
    String grants;

    @QueryParam("plan")
    @Nullable
    String plan;

    /**
     * Checks them all.
     *
     * @throws io.subrack.kernel.api.ProblemException 400 with all faults
     */
    Checked checked() {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        var checked = new Checked(
                RequestAuthor.of(Objects.requireNonNull(request)),
                inputs.remark("reason", reason, ""),
                new Approval(inputs.flag("yes", yes), new GrantsInput(faults).parameter(grants)),
                inputs.flag("plan", plan));
        faults.refuseParameters();
        return checked;
    }

    /**
     * The options, checked.
     *
     * @param planOnly whether the plan is all that is wanted
     */
    record Checked(Author author, String reason, Approval approval, boolean planOnly) {
        DeploymentRequest request(Change change) {
            return new DeploymentRequest(author, reason, List.of(change));
        }
    }
}
