/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Deployments that a kill may cut off: what was there before each, and what must be there after it. */
final class KilledDeployments {
    private static final String GREETER = "io.subrack.examples.greeter";
    private static final String API = "io.subrack.examples.inventory.api";
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /**
     * A deployment takes between these times, so that some kills find the set before and some the set after. Each third
     * comes as soon as it is acknowledged.
     */
    private static final List<Integer> WINDOWS_MILLIS = List.of(100, 800);

    private final Subrack subrack;
    private final Random random;
    private final String lasting;
    private SortedMap<String, String> before = new TreeMap<>();
    private long set;
    private Wanted wanted;
    private CompletableFuture<ApiAnswer> answer;
    private boolean acknowledged;
    private int kept;
    private int changed;

    /** @param after what is live then: versions by symbolic name */
    private record Wanted(String what, SortedMap<String, String> after, Operation operation) {}

    @FunctionalInterface
    private interface Operation {
        ApiAnswer call(ApiClient operator) throws IOException, InterruptedException;
    }

    /** @param lasting symbolic name of a bundle that is deployed already, and stays */
    KilledDeployments(Subrack subrack, Random random, String lasting) {
        this.subrack = subrack;
        this.random = random;
        this.lasting = lasting;
    }

    /** Chooses a deployment that goes well if nobody disturbs it. */
    void choose() throws Exception {
        before = subrack.operator().bundles();
        set = subrack.operator().currentSet();
        wanted = wanted();
    }

    /** Starts the chosen deployment, and returns at a moment at which the platform is to be killed. */
    void begin() throws Exception {
        ApiClient operator = subrack.operator();
        answer = CompletableFuture.supplyAsync(() -> {
            try {
                return wanted.operation().call(operator);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        int window = (kept + changed) % (WINDOWS_MILLIS.size() + 1);
        if (window < WINDOWS_MILLIS.size()) {
            Thread.sleep(random.nextInt(WINDOWS_MILLIS.get(window)));
        } else {
            answer.handle((given, cutOff) -> given).get();
        }
    }

    /** Notes whether the deployment was acknowledged before the kill. */
    void end() throws InterruptedException {
        try {
            ApiAnswer given = answer.get();
            assertThat(given.status()).as(given.toString()).isBetween(200, 299);
            acknowledged = given.status() != 202;
        } catch (ExecutionException e) {
            // Cut off by the kill; whatever else it is, it is not what is tested.
            assertThat(e).hasCauseInstanceOf(UncheckedIOException.class);
            acknowledged = false;
        }
    }

    /** The platform has started again. */
    void check(String round) throws Exception {
        String where = round + wanted.what() + (acknowledged ? ", acknowledged: " : ": ");
        SortedMap<String, String> now = subrack.operator().bundles();
        if (acknowledged) {
            assertThat(now).as(where).isEqualTo(wanted.after());
        } else {
            assertThat(now).as(where).isIn(before, wanted.after());
        }
        boolean isAfter = now.equals(wanted.after());
        assertThat(subrack.operator().currentSet()).as(where).isEqualTo(isAfter ? set + 1 : set);
        serves(now, where);
        // A running platform has such files for a moment.
        Waiting.until(
                where + "nothing half-written in " + subrack.data(),
                DEADLINE,
                () -> halfWritten().isEmpty());
        kept += isAfter ? 0 : 1;
        changed += isAfter ? 1 : 0;
    }

    /** Says how many kills found which set. */
    @Override
    public String toString() {
        return kept + " found the set before, " + changed + " the set after";
    }

    private Wanted wanted() throws Exception {
        SortedMap<String, String> after = new TreeMap<>(before);
        if (!before.containsKey(GREETER)) {
            after.put(GREETER, "1.0.0");
            return new Wanted("install", after, operator -> operator.deploy(Repository.example("greeter-v1")));
        }
        switch (random.nextInt(4)) {
            case 0:
                after.remove(GREETER);
                return new Wanted("uninstall", after, operator -> operator.uninstall(GREETER));
            case 1:
                return rollBack(after);
            case 2:
                if (before.containsKey(API)) {
                    after.remove(API);
                    return new Wanted("uninstall another", after, operator -> operator.uninstall(API));
                }
                after.put(API, "1.0.0");
                return new Wanted(
                        "install another", after, operator -> operator.deploy(Repository.example("inventory-api")));
            default:
                boolean up = before.get(GREETER).equals("1.0.0");
                after.put(GREETER, up ? "2.0.0" : "1.0.0");
                Path jar = Repository.example(up ? "greeter-v2" : "greeter-v1");
                return new Wanted("update", after, operator -> operator.deploy(jar));
        }
    }

    private Wanted rollBack(SortedMap<String, String> live) throws Exception {
        for (long number = set - 1; number >= 0; number--) {
            SortedMap<String, String> then = new TreeMap<>();
            ApiAnswer earlier = subrack.operator().get(ApiClient.MANAGEMENT + "/sets/" + number);
            earlier.json()
                    .path("bundles")
                    .forEach(bundle -> then.put(
                            bundle.path("symbolicName").asText(),
                            bundle.path("version").asText()));
            if (earlier.status() == 200 && then.containsKey(lasting) && !then.equals(live)) {
                long target = number;
                return new Wanted("rollback to " + target, then, operator -> operator.rollBack(target));
            }
        }
        live.remove(GREETER);
        return new Wanted("uninstall", live, operator -> operator.uninstall(GREETER));
    }

    private void serves(SortedMap<String, String> bundles, String where) throws Exception {
        ApiAnswer greeting = subrack.operator().get("/greeter/Ada");
        String version = bundles.get(GREETER);
        if (version == null) {
            assertThat(greeting.status()).as(where + greeting).isEqualTo(404);
        } else {
            assertThat(greeting.text()).as(where).contains("\"version\":\"" + version + "\"");
        }
    }

    /** Files that a killed write left behind; the next start must have cleared them. */
    private Set<String> halfWritten() throws IOException {
        try (var files = Files.walk(subrack.data())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> subrack.data().relativize(file).toString())
                    .filter(name -> name.endsWith(".tmp") || name.endsWith(".new") || name.contains("journal"))
                    .filter(name -> !name.startsWith("cache"))
                    .collect(Collectors.toSet());
        }
    }
}
