/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.config.api.ChangeRequest;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Fault;
import io.subrack.config.api.Secret;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A change of a PID that nobody has a schema for. */
class DraftTest {
    private static final Optional<Map<String, Object>> ADMIN =
            Optional.of(Map.of("size", 3L, "password", "$[secret:1~password]"));

    private static Draft draft(boolean whole, Map<String, Object> set, String... unset) {
        LayeredConfiguration now = new LayeredConfiguration(
                "com.acme.a", Optional.empty(), Optional.of(Map.of("size", "1", "host", "here")), ADMIN, 1);
        return new Draft(
                new ChangeRequest(
                        "com.acme.a", whole, set, Set.of(unset), OptionalLong.empty(), Author.named("ada"), ""),
                now,
                null,
                new NoSecrets());
    }

    @Test
    void mergesOrReplaces() {
        assertThat(draft(false, Map.of("on", true)).after())
                .isEqualTo(Map.of("size", 3L, "password", "$[secret:1~password]", "on", true));
        assertThat(draft(false, Map.of(), "size").after()).isEqualTo(Map.of("password", "$[secret:1~password]"));
        assertThat(draft(true, Map.of("on", true)).after()).isEqualTo(Map.of("on", true));
        assertThat(draft(false, Map.of("size", 3L)).changes()).isFalse();
    }

    @Test
    void keepsASecretThatIsNotNamedAgainAndPutsANewOneAway() {
        Secret there = new Secret(Optional.empty());
        assertThat(draft(true, Map.of("password", there)).after())
                .isEqualTo(Map.of("password", "$[secret:1~password]"));
        assertThat(draft(true, Map.of("other.secret", there)).after()).isEmpty();

        Draft anew = draft(false, Map.of("password", "hunter2"));

        assertThat(anew.sealed()).isEqualTo(Map.of("password", "hunter2"));
        assertThat(anew.after()).isEqualTo(Map.of("size", 3L));
        assertThat(anew.differences()).extracting(Difference::key).containsExactly("password");
        assertThat(anew.differences().toString()).doesNotContain("hunter2");
    }

    @Test
    void saysWhatBecomesOfTheValuesThatCount() {
        assertThat(draft(true, Map.of("host", "there", "password", new Secret(Optional.empty())))
                        .differences())
                .containsExactly(
                        new Difference("host", Optional.of("here"), Optional.of("there")),
                        new Difference("size", Optional.of(3L), Optional.of("1")));
    }

    @Test
    void refusesWhatNoConfigurationCanHave() {
        assertThat(draft(false, Map.of("ref", "$[secret:none]", "mixed", List.of(1L, "a"), "", "x"))
                        .faults())
                .extracting(Fault::sentence)
                .containsExactlyInAnyOrder(
                        "ref refers to what is not there: no none",
                        "mixed must be a list of one kind: texts, numbers or booleans",
                        " is no key: it has 1 to 200 printable characters");
    }

    /** Layers in which no reference can be resolved. */
    private static final class NoSecrets implements ConfigurationLayers {
        @Override
        public List<String> unresolved(String text) {
            return text.equals("$[secret:none]") ? List.of("no none") : List.of();
        }

        @Override
        public Set<String> pids() {
            throw new UnsupportedOperationException();
        }

        @Override
        public LayeredConfiguration get(String pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long revision() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ConfigurationRevision> history(String pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ConfigurationRevision> between(long after, long upTo) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ConfigurationRevision write(ConfigurationChange change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void apply(String pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean applied(String pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> secrets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void putSecret(String name, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean deleteSecret(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void renew(String pid) {
            throw new UnsupportedOperationException();
        }
    }
}
