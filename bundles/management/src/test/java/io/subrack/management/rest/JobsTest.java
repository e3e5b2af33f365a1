/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import io.subrack.kernel.testing.Await;
import io.subrack.web.api.WebProblem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobsTest {
    private static final Optional<URI> NOTHING = Optional.empty();

    private final CountDownLatch gate = new CountDownLatch(1);
    private ApiServer api;

    @BeforeEach
    void start() throws Exception {
        api = new ApiServer();
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        api.close();
    }

    @Test
    void showsWhatAJobDoesAndWhereItsResultIs() {
        var job = start(progress -> {
            progress.step("Copy the database");
            progress.detail("12 tables");
            progress.percent(50);
            progress.step("Pack");
            return Optional.of(URI.create("/api/platform/v1/backups/1"));
        });
        awaitEnd(job);

        var view = api.get("/jobs/" + job.id()).json();

        assertThat(view.get("state").textValue()).isEqualTo("SUCCEEDED");
        assertThat(view.get("kind").textValue()).isEqualTo("backup");
        assertThat(view.get("actor").textValue()).isEqualTo("ada");
        assertThat(view.get("percent").intValue()).isEqualTo(100);
        assertThat(view.at("/result/href").textValue()).isEqualTo("/api/platform/v1/backups/1");
        assertThat(view.at("/steps/0/name").textValue()).isEqualTo("Copy the database");
        assertThat(view.at("/steps/0/detail").textValue()).isEqualTo("12 tables");
        assertThat(view.at("/steps/1/state").textValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void saysWhyAJobFailed() {
        var told = start(progress -> {
            progress.step("Fetch");
            throw new ProblemException(WebProblem.CONFLICT, "the repository answers 404; check its URL");
        });
        var broken = start(progress -> {
            throw new IllegalStateException("a secret path");
        });
        awaitEnd(told);
        awaitEnd(broken);

        var view = api.get("/jobs/" + told.id()).json();
        assertThat(view.get("state").textValue()).isEqualTo("FAILED");
        assertThat(view.at("/steps/0/state").textValue()).isEqualTo("FAILED");
        assertThat(view.at("/problem/type").textValue()).isEqualTo("urn:subrack:problem:http:conflict");
        assertThat(view.at("/problem/detail").textValue()).contains("check its URL");
        assertThat(api.get("/jobs/" + broken.id()).json().at("/problem/detail").textValue())
                .contains("the log has the rest")
                .doesNotContain("secret");
    }

    @Test
    void cancelsAJobForThoseWhoMay() {
        var job = start(progress -> {
            while (true) {
                progress.checkCancelled();
                Thread.sleep(5);
            }
        });

        assertThat(cancel(job.id(), "platform.read").status()).isEqualTo(403);
        assertThat(api.jobs.job(job.id()).orElseThrow().state()).isEqualTo(JobStatus.State.RUNNING);
        assertThat(cancel(job.id(), "platform.data").status()).isEqualTo(202);

        awaitEnd(job);
        assertThat(api.get("/jobs/" + job.id()).json().get("state").textValue()).isEqualTo("CANCELLED");
        assertThat(cancel(job.id(), "platform.data").status()).isEqualTo(409);
        assertThat(cancel("job-unknown", "platform.data").status()).isEqualTo(404);
    }

    @Test
    void listsDeploymentsAmongTheJobsTheNewestFirst() throws Exception {
        api.postJar("/bundles?reason=greet", "com.acme.greeter 1.0.0");
        Thread.sleep(5); // two times that differ
        var job = start(progress -> NOTHING);
        awaitEnd(job);

        var all = api.get("/jobs").json().get("items");
        assertThat(all.get(0).get("id").textValue()).isEqualTo(job.id());
        assertThat(all.get(1).get("kind").textValue()).isEqualTo("deployment");
        assertThat(all.get(1).get("title").textValue()).isEqualTo("greet");

        var page = api.get("/jobs?limit=1").json();
        assertThat(page.get("items")).hasSize(1);
        var next = page.get("next").textValue().substring(Api.BASE.length());
        assertThat(api.get(next).json().at("/items/0/kind").textValue()).isEqualTo("deployment");
        assertThat(api.get("/jobs?kind=backup").json().get("items")).hasSize(1);
        assertThat(api.get("/jobs?state=RUNNING").json().get("items")).isEmpty();
        assertThat(api.get("/jobs?state=maybe").status()).isEqualTo(400);
        assertThat(api.get("/jobs?kind=A%20B").status()).isEqualTo(400);
        assertThat(api.get("/jobs?after=job-unknown").status()).isEqualTo(404);
    }

    @Test
    void showsADeploymentAsAJobThatCannotBeCancelled() throws Exception {
        var plan = api.postJar("/bundles?plan", "com.acme.slow 1.0.0").json();
        var id = plan.get("id").textValue();
        api.postJson("/deployments", "{\"plan\": \"" + id + "\"}");
        api.deployments.step(id, Phase.PROBE, "waiting for components");

        var view = api.get("/jobs/" + id).json();

        assertThat(view.get("state").textValue()).isEqualTo("RUNNING");
        assertThat(view.at("/steps/1/name").textValue()).isEqualTo("waiting for components");
        assertThat(view.at("/steps/1/detail").textValue()).isEqualTo("PROBE");
        assertThat(cancel(id, "platform.deploy").status()).isEqualTo(409);
        try (var events = SseReader.open(HttpClient.newHttpClient(), api.uri("/jobs/" + id + "/events"), "")) {
            assertThat(events.next("progress").data().get("state").textValue()).isEqualTo("RUNNING");
            api.deployments.finish(id);
            assertThat(events.next("end").data().get("state").textValue()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void followsAJobToItsEnd() throws Exception {
        var job = start(progress -> {
            progress.step("one");
            gate.await();
            progress.step("two");
            return NOTHING;
        });

        try (var events = SseReader.open(HttpClient.newHttpClient(), api.uri("/jobs/" + job.id() + "/events"), "")) {
            while (events.next("progress").data().get("steps").isEmpty()) {
                // not begun yet
            }
            gate.countDown();
            var end = events.next("end");
            assertThat(end.data().get("steps")).hasSize(2);
            assertThat(end.id()).isEqualTo("end");
            assertThat(events.atEnd()).isTrue();
        }
        assertThat(api.get("/jobs/" + job.id() + "/events", "Last-Event-ID", "end")
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/jobs/job-unknown/events").status()).isEqualTo(404);
    }

    @Test
    void tellsWhoFollowsThePlatform() throws Exception {
        try (var events = SseReader.open(HttpClient.newHttpClient(), api.uri("/events"), "")) {
            events.next("hello");
            var job = start(progress -> NOTHING);

            var first = events.next("job").data();
            assertThat(first.get("id").textValue()).isEqualTo(job.id());
            assertThat(first.get("state").textValue()).isEqualTo("RUNNING");
            assertThat(events.next("job").data().get("state").textValue()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void refusesMoreThanCanWait() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        start(progress -> {
                            gate.await();
                            return NOTHING;
                        });
                    }
                })
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("repeat the call later");
    }

    @Test
    void forgetsTheOldestThatAreOver() {
        var first = start(progress -> NOTHING);
        for (int i = 0; i < PlatformJobs.KEPT; i++) {
            awaitEnd(start(progress -> NOTHING));
        }

        assertThat(api.jobs.job(first.id())).isEmpty();
        assertThat(api.jobs.jobs()).hasSizeLessThanOrEqualTo(PlatformJobs.KEPT);
    }

    private JobStatus start(Jobs.Work work) {
        var request = new Jobs.Request("backup", "Backup of everything", Author.named("ada"), "platform.data", true);
        return api.jobs.start(request, work);
    }

    private ApiServer.Answer cancel(String id, String scopes) {
        return api.send("POST", "/jobs/" + id + "/cancellation", BodyPublishers.noBody(), "X-Test-Scopes", scopes);
    }

    private void awaitEnd(JobStatus job) {
        Await.until(
                "the end of " + job.id(),
                () -> api.jobs.job(job.id()).map(JobStatus::state).orElse(JobStatus.State.SUCCEEDED)
                        != JobStatus.State.RUNNING);
    }
}
