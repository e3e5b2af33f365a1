/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the client of the command line if it is missing, as soon as the database can be written. Who does not want it
 * disables it: a deleted one comes again.
 */
@Component(
        service = {},
        immediate = true)
public final class CommandLineClient {
    static final String ID = "subrack-cli";

    private static final Logger log = LoggerFactory.getLogger(CommandLineClient.class);
    private static final long RETRY_SECONDS = 5;

    private final ClientStore clients;
    private final AuditLog audit;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "subrack-cli-client");
        worker.setDaemon(true);
        return worker;
    });

    @Activate
    public CommandLineClient(@Reference ClientStore clients, @Reference AuditLog audit) {
        this(clients, audit, Clock.systemUTC());
        thread.execute(this::tryToMake);
    }

    CommandLineClient(ClientStore clients, AuditLog audit, Clock clock) {
        this.clients = clients;
        this.audit = audit;
        this.clock = clock;
    }

    @Deactivate
    public void close() {
        thread.shutdownNow();
    }

    private void tryToMake() {
        try {
            make();
            thread.shutdown();
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            log.debug("{} cannot be made yet", ID, e);
            if (!thread.isShutdown()) {
                var unused = thread.schedule(this::tryToMake, RETRY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Makes the client unless there is one. */
    void make() {
        if (clients.client(ID).isPresent()) {
            return;
        }
        try {
            clients.create(client());
        } catch (StoreConflictException e) {
            log.debug("{} was made by somebody else", ID, e);
            return;
        }
        audit.append(AuditEvent.success(AuditTypes.CLIENT_CREATED, AuditActor.PLATFORM)
                .on("client", ID));
    }

    private Client client() {
        return new Client(
                ID,
                "Subrack command line",
                true,
                ClientDraft.NONE,
                List.of("http://127.0.0.1/callback", "http://[::1]/callback"),
                List.of(),
                Set.of(),
                Set.of("authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"),
                scopes(),
                List.of(),
                null,
                true,
                true,
                "ES256",
                clock.instant(),
                null,
                0);
    }

    private static Set<String> scopes() {
        Set<String> scopes = new TreeSet<>(ClientRights.PLATFORM);
        scopes.addAll(List.of("openid", "profile", "offline_access"));
        return scopes;
    }
}
