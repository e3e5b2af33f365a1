/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.spi.JobStatus;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Follows one job: each event is the whole job as it stands, so a caller that missed some has missed nothing. */
final class JobFeed implements Feed {
    /** Id of the last event. Others have none: whoever comes back hears how the job stands. */
    static final String END = "end";

    private final Supplier<JobStatus> job;
    private @Nullable JobStatus sent; // used by one writer at a time

    JobFeed(Supplier<JobStatus> job) {
        this.job = job;
    }

    @Override
    public boolean offer(Deployment changed) {
        return true;
    }

    @Override
    public boolean refresh() {
        return true;
    }

    @Override
    public boolean write(Outlet outlet) {
        var now = job.get();
        if (now.equals(sent)) {
            return true;
        }
        sent = now;
        var json = Json.write(JobView.of(now));
        if (now.state() == JobStatus.State.RUNNING) {
            outlet.send("progress", null, json);
            return true;
        }
        outlet.send("end", END, json);
        return false;
    }
}
