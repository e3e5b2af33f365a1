/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The jobs of this process. The last ones that are over stay visible. */
@Component(service = {Jobs.class, PlatformJobs.class})
public final class PlatformJobs implements Jobs {
    static final int KEPT = 200;

    private static final int THREADS = 4;
    private static final int WAITING = 32;

    private final EventHub hub;
    private final ThreadPoolExecutor threads;

    /** The oldest first. */
    private final Map<String, RunningJob> jobs = new LinkedHashMap<>(); // guarded by jobs

    /** What was last told of each running job; guarded by itself. */
    private final Map<String, String> told = new LinkedHashMap<>();

    @Activate
    public PlatformJobs(@Reference EventHub hub) {
        this.hub = hub;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    var thread = new Thread(task, "subrack-job");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void close() {
        threads.shutdownNow();
    }

    @Override
    public JobStatus start(Request request, Work work) {
        var id = "job-" + UUID.randomUUID();
        var job = new RunningJob(id, request, Clock.systemUTC(), this::changed);
        add(id, job);
        changed(job.status());
        try {
            threads.execute(() -> job.run(work));
        } catch (RejectedExecutionException e) {
            synchronized (jobs) {
                jobs.remove(id);
            }
            throw new ProblemException(
                    ManagementProblem.JOBS_BUSY,
                    WAITING + " jobs are waiting already, or the platform is stopping; look at GET " + Api.BASE
                            + "/jobs and repeat the call later",
                    e);
        }
        return job.status();
    }

    private void add(String id, RunningJob job) {
        synchronized (jobs) {
            jobs.put(id, job);
            var oldest = jobs.values().iterator();
            for (int surplus = jobs.size() - KEPT; surplus > 0 && oldest.hasNext(); surplus--) {
                if (oldest.next().status().state() != JobStatus.State.RUNNING) {
                    oldest.remove();
                }
            }
        }
    }

    /** Tells of it unless that is what was told before; a percentage alone goes to those only who follow this job. */
    private void changed(JobStatus job) {
        var step = job.steps().isEmpty() ? "" : job.steps().size() + " ";
        var now = job.state() + " " + step + job.percent().orElse(0) / 5;
        boolean news;
        synchronized (told) {
            news = !now.equals(told.put(job.id(), now));
            if (job.state() != JobStatus.State.RUNNING) {
                told.remove(job.id());
            }
        }
        if (news) {
            hub.publish("job", JobView.event(job));
        } else {
            hub.wake();
        }
    }

    @Override
    public Optional<JobStatus> job(String id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(id)).map(RunningJob::status);
        }
    }

    @Override
    public List<JobStatus> jobs() {
        var newestFirst = new ArrayList<JobStatus>();
        synchronized (jobs) {
            jobs.values().forEach(job -> newestFirst.add(0, job.status()));
        }
        return newestFirst;
    }

    @Override
    public boolean cancel(String id) {
        RunningJob job;
        synchronized (jobs) {
            job = jobs.get(id);
        }
        return job != null && job.cancel();
    }
}
