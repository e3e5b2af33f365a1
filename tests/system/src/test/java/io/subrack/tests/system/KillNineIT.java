/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code kill -9} at random moments: the next start finds the set before or the set after, by itself. */
@Order(3)
class KillNineIT {
    private static final int ROUNDS = Integer.getInteger("subrack.kill.rounds", 10);
    private static final String GREETER = "io.subrack.examples.greeter";
    private static final String API = "io.subrack.examples.inventory.api";

    /** A deployment takes between these times, so that some kills find the set before and some the set after. */
    private static final List<Integer> WINDOWS_MILLIS = List.of(100, 800);

    /** What is live: versions by symbolic name. */
    private record Wanted(String what, SortedMap<String, String> after, Operation operation) {}

    @FunctionalInterface
    private interface Operation {
        ApiAnswer call(ApiClient operator) throws IOException, InterruptedException;
    }

    private final long seed = Long.getLong("subrack.kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Subrack subrack;

    @BeforeEach
    void start() throws Exception {
        subrack = SharedSubrack.fresh("KillNineIT");
        subrack.set("io.subrack.deployment", "watch.millis", "50");
        // The first compiler alone: it is killed before the second pays.
        subrack.environment("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        subrack.start();
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void neverLosesAnAcknowledgedDeploymentNorLeavesAMix() throws Exception {
        System.out.println("seed " + seed);
        int kept = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            SortedMap<String, String> before = subrack.operator().bundles();
            long set = subrack.operator().currentSet();
            Wanted wanted = wanted(before, set);
            boolean acknowledged = killedDuring(wanted.operation());

            subrack.start();

            String where = "round " + round + ", " + wanted.what() + (acknowledged ? ", acknowledged" : "") + ", seed "
                    + seed + ", log " + subrack.log();
            SortedMap<String, String> now = subrack.operator().bundles();
            long newSet = subrack.operator().currentSet();
            if (acknowledged) {
                assertThat(now).as(where).isEqualTo(wanted.after());
            } else {
                assertThat(now).as(where).isIn(before, wanted.after());
            }
            assertThat(newSet).as(where).isEqualTo(now.equals(wanted.after()) ? set + 1 : set);
            serves(now, where);
            kept += now.equals(before) ? 1 : 0;
        }
        System.out.println(ROUNDS + " kills: " + kept + " found the set before, " + (ROUNDS - kept) + " the set after");
    }

    /** Starts the operation, kills the platform a little later, and says whether the operation was acknowledged. */
    private boolean killedDuring(Operation operation) throws Exception {
        ApiClient operator = subrack.operator();
        CompletableFuture<ApiAnswer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return operation.call(operator);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(random.nextInt(WINDOWS_MILLIS.get(random.nextInt(WINDOWS_MILLIS.size()))));
        subrack.kill();
        try {
            ApiAnswer given = answer.get();
            assertThat(given.status()).as(given.toString()).isBetween(200, 299);
            return given.status() != 202;
        } catch (ExecutionException e) {
            // Cut off by the kill; whatever else it is, it is not what is tested.
            assertThat(e).hasCauseInstanceOf(UncheckedIOException.class);
            return false;
        }
    }

    private Wanted wanted(SortedMap<String, String> before, long set) throws Exception {
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
                return rollBack(set, after);
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

    private Wanted rollBack(long set, SortedMap<String, String> live) throws Exception {
        for (long number = set - 1; number >= 0; number--) {
            SortedMap<String, String> then = new TreeMap<>();
            ApiAnswer earlier = subrack.operator().get(ApiClient.MANAGEMENT + "/sets/" + number);
            earlier.json()
                    .path("bundles")
                    .forEach(bundle -> then.put(
                            bundle.path("symbolicName").asText(),
                            bundle.path("version").asText()));
            if (earlier.status() == 200 && !then.equals(live)) {
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
        assertThat(halfWritten()).as(where).isEmpty();
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
