/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.AnswerCheck;
import io.subrack.tests.system.ApiAnswer;
import io.subrack.tests.system.ApiClient;
import io.subrack.tests.system.Distribution;
import io.subrack.tests.system.HttpAnswer;
import io.subrack.tests.system.HttpConnection;
import io.subrack.tests.system.Repository;
import io.subrack.tests.system.Subrack;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Measures what central auth costs: a hosted GET for everybody without a token, with a token that was used before, with one
 * that is used for the first time, and what it costs to issue one to a client on its own account.
 */
public final class AuthBenchmark {
    private static final int WARM_UP = Integer.getInteger("warmup", 300_000);
    private static final int ROUND = Integer.getInteger("requests", 40_000);
    private static final int TOKENS = Integer.getInteger("tokens", 8_000);
    private static final int TOKEN_WARM_UP = Integer.getInteger("tokens.warmup", 40_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 7);

    /** So few that none of {@link #TOKENS} is known when it comes: each costs the check of a signature. */
    private static final String FORGETFUL = "64";

    private static final String CLIENT = "benchmark";
    private static final String NOTHING = "no token";

    private final Samples micros = new Samples();
    private final Samples more = new Samples();

    private AuthBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("subrack-auth");
        Distribution distribution = Distribution.unpacked(directory);
        try (Subrack platform = new Subrack(distribution, directory.resolve("platform"));
                Subrack forgetful = new Subrack(distribution, directory.resolve("forgetful"))) {
            forgetful.set("io.subrack.auth", "cache.tokens", FORGETFUL);
            new AuthBenchmark().compare(new Target(platform), new Target(forgetful));
        }
    }

    private void compare(Target platform, Target forgetful) throws Exception {
        platform.warmUp();
        platform.cpu(WARM_UP, number -> platform.same);
        forgetful.warmUp();
        for (int round = 0; round < ROUNDS; round++) {
            double without = platform.cpu(ROUND, number -> platform.plain);
            add(NOTHING, without, without);
            add("token, used before", platform.cpu(ROUND, number -> platform.same), without);
            micros.add("client-credentials token", platform.issue(TOKENS));
            add("token of this process, first use", platform.cpu(TOKENS, platform::fresh), without);
            double withoutThere = forgetful.cpu(ROUND, number -> forgetful.plain);
            forgetful.issue(TOKENS);
            add("token, first use, signature checked", forgetful.cpu(TOKENS, forgetful::fresh), withoutThere);
        }
        micros.print("CPU per hosted GET, or per token issued (ES256)", "µs", NOTHING);
        System.out.printf("%nCPU per hosted GET, more than without a token in the same round [µs]%n");
        more.printPlain();
    }

    private void add(String name, double with, double without) {
        micros.add(name, with);
        if (!name.equals(NOTHING)) {
            more.add(name, with - without);
        }
    }

    /** One platform that has a client, a hosted API, and tokens for it. */
    private static final class Target {
        final byte[] plain;
        byte[] same = {};
        private final Subrack platform;
        private final URI greeter;
        private final URI tokenEndpoint;
        private final byte[] tokenRequest;
        private final byte[][] fresh = new byte[Math.max(TOKENS, TOKEN_WARM_UP)][];

        Target(Subrack platform) throws Exception {
            this.platform = platform;
            Files.createDirectories(platform.data());
            platform.start();
            expect(platform.operator().deploy(Repository.example("greeter-v1")));
            this.greeter = platform.url().resolve("/greeter/Ada");
            this.tokenEndpoint = platform.url().resolve("/oauth2/token");
            this.plain = HttpConnection.get(greeter);
            this.tokenRequest = Load.post(tokenEndpoint, register(), "grant_type=client_credentials");
        }

        private String register() throws Exception {
            String body =
                    "{\"id\":\"" + CLIENT + "\",\"name\":\"Benchmark\",\"authentication\":\"client_secret_basic\","
                            + "\"grantTypes\":[\"client_credentials\"],\"scopes\":[\"platform.read\"]}";
            ApiAnswer answer = expect(platform.operator().post(ApiClient.MANAGEMENT + "/clients", body));
            String pair = CLIENT + ":" + answer.json().findPath("secret").asText();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
        }

        void warmUp() throws Exception {
            issue(TOKEN_WARM_UP);
            same = fresh[0];
            cpu(WARM_UP, number -> plain);
            cpu(TOKEN_WARM_UP, this::fresh);
        }

        byte[] fresh(int number) {
            return fresh[number];
        }

        /** Issues so many tokens and returns the microseconds of each. */
        double issue(int count) throws Exception {
            return Load.cpuMicros(platform.pid(), tokenEndpoint, count, number -> tokenRequest, this::keep);
        }

        private void keep(int number, HttpAnswer answer) {
            String token = AnswerCheck.field(answer.text(), "access_token");
            if (answer.status() != 200 || token.isEmpty()) {
                throw new IllegalStateException("no token: " + answer.status());
            }
            fresh[number] = Load.get(greeter, token);
        }

        /** Returns the microseconds of each of so many GETs. */
        double cpu(int count, Load.Requests requests) throws Exception {
            AnswerCheck check = AnswerCheck.version("Ada");
            return Load.cpuMicros(platform.pid(), greeter, count, requests, (number, answer) -> check.labelOf(answer));
        }

        private static ApiAnswer expect(ApiAnswer answer) {
            if (answer.status() >= 300) {
                throw new IllegalStateException(answer.toString());
            }
            return answer;
        }
    }
}
