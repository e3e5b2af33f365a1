/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.tests.system.AuthLedger.Family;
import io.subrack.tests.system.AuthLedger.Person;
import io.subrack.tests.system.AuthLedger.Redemption;
import io.subrack.tests.system.AuthRig.Authorized;
import io.subrack.tests.system.AuthRig.Registered;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes everything that central auth knows, from several threads at once, until its process is killed. */
final class AuthChanges {
    static final String KEYS_ROTATED = "keys rotated";
    static final String KEYS_EXCHANGED = "keys exchanged at once";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_TOKENS = 15;

    /** Without a pause the platform would come to nothing else. */
    private static final int PAUSE_MILLIS = 150;

    private static final int SUCCESSORS = 3;
    private static final int MOST_PEOPLE = 3;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final AuthRig rig;
    private final AuthLedger ledger;
    private final Registered web;
    private final Browser admin;
    private final long seed;
    private final String awaited;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private boolean exchange;
    private volatile boolean ended;

    /** One change after the other. */
    @FunctionalInterface
    private interface Step {
        void take(Random random) throws Exception;
    }

    /**
     * @param admin a browser in which the admin is logged in
     * @param awaited what is counted and awaited; keys are made only if it is theirs
     */
    AuthChanges(AuthRig rig, AuthLedger ledger, Registered web, Browser admin, long seed, String awaited) {
        this.rig = rig;
        this.ledger = ledger;
        this.web = web;
        this.admin = admin;
        this.seed = seed;
        this.awaited = awaited;
        this.exchange = awaited.equals(KEYS_EXCHANGED);
    }

    void begin() throws Exception {
        publishedKeys(); // what other keys have signed is in doubt
        thread("tokens", this::clientToken);
        thread("api-tokens", this::apiToken);
        thread("grants", this::grant);
        thread("users", this::user);
        thread("clients", this::client);
        if (makesKeys(awaited)) {
            thread("keys", this::rotation);
        }
    }

    /** An RSA key costs a JVM that has just started seconds, and most kills would come before it is there. */
    static boolean makesKeys(String awaited) {
        return awaited.equals(KEYS_ROTATED) || awaited.equals(KEYS_EXCHANGED);
    }

    boolean failed() {
        return !problems.isEmpty();
    }

    /** Waits for the threads, whose calls fail because nobody listens any more. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!problems.isEmpty()) {
            AssertionError failure =
                    new AssertionError(problems.size() + " answers were wrong, the first is the cause");
            failure.initCause(problems.get(0));
            throw failure;
        }
    }

    private void thread(String name, Step step) {
        Random random = new Random(seed + threads.size());
        Thread thread = new Thread(() -> run(step, random), name);
        threads.add(thread);
        thread.start();
    }

    private void run(Step step, Random random) {
        try {
            while (!ended) {
                step.take(random);
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            }
        } catch (IOException cutOff) {
            // The process was killed: what was asked for last stays in doubt.
        } catch (Exception | AssertionError e) { // the top of a thread
            problems.add(e);
        }
    }

    private void clientToken(Random random) throws Exception {
        String token = rig.clientToken(web, "platform.read");
        ledger.accessTokens.settle(token, true);
        ledger.count("client tokens");
        if (random.nextBoolean()) {
            ledger.accessTokens.doubt(token);
            AuthRig.expect(200, rig.form("/oauth2/revoke", web, "token", token));
            ledger.accessTokens.settle(token, false);
            ledger.count("client tokens revoked");
        }
    }

    private void apiToken(Random random) throws Exception {
        String body = "{\"name\":\"kill " + NUMBERS.incrementAndGet() + "\",\"scopes\":[\"platform.read\"],\"days\":1}";
        JsonNode made =
                AuthRig.expect(201, management("POST", "/me/api-tokens", body)).json();
        String token = made.path("token").asText();
        String id = made.path("id").asText();
        ledger.apiTokens.settle(token, true);
        ledger.count("API tokens");
        if (random.nextInt(8) > 0) {
            delete(id, token);
        } else {
            ledger.keptApiTokens.put(id, token);
        }
        if (ledger.keptApiTokens.size() > KEPT_TOKENS) {
            clearApiTokens();
        }
    }

    /** A person may have so many, and a kill can leave one behind that nobody was told of. */
    private void clearApiTokens() throws Exception {
        JsonNode all =
                AuthRig.expect(200, management("GET", "/me/api-tokens", "")).json();
        for (JsonNode each : all.path("items")) {
            String id = each.path("id").asText();
            if (each.path("name").asText().startsWith("kill ")) {
                delete(id, ledger.keptApiTokens.get(id));
                ledger.keptApiTokens.remove(id);
            }
        }
    }

    private void delete(String id, String token) throws Exception {
        if (token != null) {
            ledger.apiTokens.doubt(token);
        }
        AuthRig.expect(204, management("DELETE", "/me/api-tokens/" + id, ""));
        if (token != null) {
            ledger.apiTokens.settle(token, false);
            ledger.count("API tokens deleted");
        }
    }

    private void grant(Random random) throws Exception {
        Family family = redeemed(rig.authorize(admin, web, "openid offline_access"));
        for (int i = random.nextInt(SUCCESSORS); i > 0; i--) {
            String used = family.refreshToken();
            ledger.refreshTokens.doubt(used);
            Redemption redemption = ledger.redemption(family, () -> rig.refresh(web, used));
            gained(family, redemption.attempt());
            ledger.refreshTokens.settle(used, false);
            ledger.count("refresh tokens used");
        }
        if (random.nextBoolean()) {
            family.doubt();
            AuthRig.expect(200, rig.form("/oauth2/revoke", web, "token", family.refreshToken()));
            family.ended();
            ledger.count("grants revoked");
        }
    }

    private Family redeemed(Authorized code) throws Exception {
        Family family = ledger.new Family();
        gained(family, ledger.redemption(family, () -> rig.redeem(web, code)).attempt());
        ledger.count("codes redeemed");
        return family;
    }

    private static void gained(Family family, ApiAnswer answer) {
        JsonNode tokens = AuthRig.expect(200, answer).json();
        family.gained(
                tokens.path("access_token").asText(),
                tokens.path("refresh_token").asText());
    }

    /** Makes people and ends others, who may be there since before the last kill. */
    private void user(Random random) throws Exception {
        Person person = ledger.people.size() > random.nextInt(MOST_PEOPLE) ? ledger.people.poll() : null;
        if (person == null) {
            newUser("kill-" + NUMBERS.incrementAndGet());
        } else {
            endUser(person, random.nextBoolean());
        }
    }

    private void newUser(String name) throws Exception {
        JsonNode made = AuthRig.expect(201, management("POST", "/users", json(Map.of("name", name))))
                .json();
        String id = made.path("user").path("id").asText();
        ledger.users.settle(id, name);
        ledger.count("users");
        ledger.people.add(new Person(id, loggedIn(name, made.path("resetToken").asText())));
    }

    private void endUser(Person person, boolean disable) throws Exception {
        String path = "/users/" + person.id();
        person.family().doubt();
        ledger.users.doubt(person.id());
        if (disable) {
            AuthRig.expect(200, management("PATCH", path, "{\"enabled\":false}"));
        } else {
            AuthRig.expect(204, management("DELETE", path, ""));
        }
        person.family().ended();
        ledger.users.settle(person.id(), disable ? AuthLedger.DISABLED : AuthLedger.GONE);
        ledger.count("users disabled or deleted");
    }

    private Family loggedIn(String name, String resetToken) throws Exception {
        String password = SecretFiles.password();
        String reset = json(Map.of("name", name, "token", resetToken, "password", password));
        AuthRig.expect(204, management("POST", "/password-resets", reset));
        Browser browser = rig.browser();
        Browser.Page form = browser.get("/login");
        browser.submit(form, form.form().filled(name, password));
        return redeemed(rig.authorize(browser, web, "openid offline_access"));
    }

    private void client(Random random) throws Exception {
        String id = "kill-" + NUMBERS.incrementAndGet();
        Registered made =
                rig.register(AuthRig.clientBody(id, "client_secret_basic", "client_credentials", "platform.read"));
        ledger.clients.settle(id, "Test " + id);
        String token = rig.clientToken(made, "platform.read");
        ledger.accessTokens.settle(token, true);
        change(id, "Renamed " + id, "{\"name\":\"Renamed " + id + "\"}");
        ledger.count("clients");
        int fate = random.nextInt(3);
        if (fate > 0) {
            ledger.accessTokens.doubt(token);
            if (fate == 1) {
                change(id, AuthLedger.DISABLED, "{\"enabled\":false}");
            } else {
                ledger.clients.doubt(id);
                AuthRig.expect(204, management("DELETE", "/clients/" + id, ""));
                ledger.clients.settle(id, AuthLedger.GONE);
            }
            ledger.accessTokens.settle(token, false);
            ledger.count("clients disabled or deleted");
        }
    }

    private void change(String id, String after, String body) throws Exception {
        ledger.clients.doubt(id);
        AuthRig.expect(200, management("PUT", "/clients/" + id, body));
        ledger.clients.settle(id, after);
    }

    /** Every other time at once, which ends every access token so far. */
    private void rotation(Random any) throws Exception {
        List<String> old = publishedKeys();
        boolean emergency = exchange;
        exchange = !exchange;
        if (emergency) {
            ledger.keys.doubt(old);
        }
        List<String> now = kids(
                AuthRig.expect(200, management("POST", "/keys/rotation", emergency ? "{\"emergency\":true}" : "{}")));
        ledger.keys.settle(now, AuthLedger.PUBLISHED);
        if (emergency) {
            ledger.keys.settle(old, AuthLedger.GONE);
        }
        ledger.count(emergency ? KEYS_EXCHANGED : KEYS_ROTATED);
    }

    private List<String> publishedKeys() throws Exception {
        List<String> kids = kids(AuthRig.expect(200, management("GET", "/keys", "")));
        ledger.keys.settle(kids, AuthLedger.PUBLISHED);
        return kids;
    }

    private static List<String> kids(ApiAnswer answer) {
        List<String> kids = new ArrayList<>();
        for (JsonNode key : answer.json().path("items")) {
            if (!key.path("state").asText().equals("REMOVED")) {
                kids.add(key.path("kid").asText());
            }
        }
        return kids;
    }

    private ApiAnswer management(String method, String path, String body) throws IOException, InterruptedException {
        return rig.operator()
                .send(
                        method,
                        ApiClient.MANAGEMENT + path,
                        body.isEmpty() ? "" : ApiClient.JSON,
                        BodyPublishers.ofString(body));
    }

    private static String json(Map<String, String> members) throws IOException {
        return JSON.writeValueAsString(members);
    }
}
