/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done at a start, beside it: claim or offer to claim a new installation, carry out a recovery, read who
 * may call. If the store cannot be read it is tried again, and never taken for new. Then writes down now and then what
 * was only kept in memory.
 */
@Component(service = FirstRun.class, immediate = true)
@SuppressWarnings("FutureReturnValueIgnored") // each task tells of its failures itself
public final class FirstRun {
    private static final Logger log = LoggerFactory.getLogger(FirstRun.class);
    private static final int RETRY_SECONDS = 2;
    private static final int FLUSH_SECONDS = 30;
    private static final int STOP_SECONDS = 5;
    private static final int HINT_ATTEMPTS = 240;
    private static final int HINT_PAUSE_MILLIS = 250;

    private final AccountState state;
    private final SetupOptions options;
    private final Recovery recovery;
    private final Path urlFile;
    private final Path claimed;
    private final Terminal terminal;
    private final ScheduledExecutorService worker;
    private boolean told;

    @Activate
    public FirstRun(@Reference AccountState state, BundleContext context) {
        this(
                state,
                SetupOptions.of(context),
                Path.of(context.getProperty(PlatformProperties.DATA)),
                Terminal.ofProcess());
        worker.execute(this::begin);
        worker.scheduleWithFixedDelay(this::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    FirstRun(AccountState state, SetupOptions options, Path data, Terminal terminal) {
        this.state = state;
        this.options = options;
        this.terminal = terminal;
        this.recovery = new Recovery(state, data, terminal);
        this.urlFile = data.resolve("run").resolve("http.url");
        this.claimed = data.resolve("auth").resolve("claimed");
        this.worker = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "subrack-accounts");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Deactivate
    void close() {
        worker.shutdownNow();
        try {
            if (worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                state.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailableException e) {
            log.debug("when sessions were used last is not written down", e);
        }
    }

    private void begin() {
        try {
            run();
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            if (!told) {
                told = true;
                log.warn("accounts cannot be read yet; trying again: {}", e.getMessage());
            }
            worker.schedule(this::begin, RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            log.error("accounts are not ready, because of an unexpected problem", e);
        }
    }

    /**
     * Does once what a start has to do. No step keeps another from being done.
     *
     * @throws StoreUnavailableException if a step is to be done again
     * @throws AuditUnavailableException likewise
     */
    void run() {
        var unattended = new UnattendedSetup(state, options);
        var steps = new Steps();
        if (state.users.claimed()) {
            steps.attempt("recovery", recovery::run);
            steps.attempt("end of the setup", state.claiming::finished);
            steps.attempt("unattended setup", unattended::finish);
        } else if (Files.exists(claimed)) {
            log.error(
                    "This installation was claimed before, but its database knows of nobody: is it another one?"
                            + " Nobody is let in. Bring the right database back, or delete {} to begin anew",
                    claimed);
        } else if (options.isUnattended()) {
            steps.attempt("unattended setup", unattended::run);
        } else {
            steps.attempt("offer of a setup", this::offer);
        }
        steps.attempt("reading of the sessions", state::load);
        steps.failIfUnavailable();
    }

    /** Steps that are all attempted. */
    private static final class Steps {
        private @Nullable RuntimeException unavailable;

        void attempt(String what, Step step) {
            try {
                step.run();
            } catch (StoreUnavailableException | AuditUnavailableException e) {
                unavailable = e;
            } catch (RuntimeException | IOException e) { // whatever it is, the next one is still to be done
                log.error("the {} has failed; everything else goes on", what, e);
            }
        }

        void failIfUnavailable() {
            if (unavailable != null) {
                throw unavailable;
            }
        }
    }

    /** Something to be done at a start. */
    private interface Step {
        void run() throws IOException;
    }

    private void offer() throws IOException {
        var token = state.claiming.token();
        log.info(
                "Nobody has claimed this installation yet: open its page /setup and enter the token from {}",
                state.claiming.file());
        if (terminal.isThere()) {
            hint(token, HINT_ATTEMPTS);
        }
    }

    /**
     * Tells a person at the terminal, once the platform listens. The part behind '#' stays in the browser: no server,
     * proxy or log sees it.
     */
    private void hint(String token, int attempts) {
        try {
            var url = SecretFile.read(urlFile);
            if (url.isPresent()) {
                terminal.print("Make the first admin at " + url.get() + "/setup#" + token + System.lineSeparator()
                        + "  (or open " + url.get() + "/setup and enter the token " + token + ")");
            } else if (attempts > 0) {
                worker.schedule(() -> hint(token, attempts - 1), HINT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            log.debug("where the platform listens cannot be read", e);
        }
    }

    private void flush() {
        try {
            state.flush();
        } catch (StoreUnavailableException e) {
            log.debug("when sessions were used last is not written down yet", e);
        } catch (RuntimeException e) { // a task that throws would never run again
            log.warn("when sessions were used last cannot be written down", e);
        }
    }
}
