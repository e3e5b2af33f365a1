/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.config.api.Configurations;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Secret;
import io.subrack.inspection.spi.SetDiff.Setting;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.DeploymentSet;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingChangesTest {
    private final List<Revision> revisions = new ArrayList<>();

    @Test
    void sumsUpWhatWasChangedMoreThanOnce() {
        change(1, "com.acme.before", "port", null, 1L);
        change(2, "com.acme.mail", "host", null, "a");
        change(3, "com.acme.mail", "host", "a", "b");
        change(4, "com.acme.mail", "hosts", List.of("x"), List.of("x", "y"));
        change(5, "com.acme.mail", "host", "b", "c");
        change(6, "com.acme.after", "port", null, 2L);

        assertThat(between(1, 5))
                .containsExactly(
                        new Setting("com.acme.mail", "host", null, "c"),
                        new Setting("com.acme.mail", "hosts", "x", "x, y"));
    }

    @Test
    void leavesOutWhatIsAsItWas() {
        change(1, "com.acme.mail", "host", "a", "b");
        change(2, "com.acme.mail", "host", "b", "a");

        assertThat(between(0, 2)).isEmpty();
    }

    @Test
    void saysTheSameTheOtherWayRound() {
        change(1, "com.acme.mail", "host", "a", "b");

        assertThat(between(1, 0)).containsExactly(new Setting("com.acme.mail", "host", "b", "a"));
    }

    @Test
    void showsNoSecretAndThatItMayBeAnother() {
        change(1, "com.acme.mail", "password", new Secret(Optional.empty()), new Secret(Optional.empty()));
        change(2, "com.acme.mail", "token", null, new Secret(Optional.of("$[secret:mail]")));

        assertThat(between(0, 2))
                .containsExactly(
                        new Setting("com.acme.mail", "password", "(secret)", "(secret)"),
                        new Setting("com.acme.mail", "token", null, "$[secret:mail]"));
    }

    private void change(long number, String pid, String key, Object from, Object to) {
        revisions.add(new Revision(
                number,
                pid,
                Instant.EPOCH,
                Author.named("ada"),
                "",
                List.of(new Difference(key, Optional.ofNullable(from), Optional.ofNullable(to)))));
    }

    private List<Setting> between(long from, long to) {
        var configurations = (Configurations) Proxy.newProxyInstance(
                SettingChangesTest.class.getClassLoader(),
                new Class<?>[] {Configurations.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("between");
                    return revisions.stream()
                            .filter(it -> it.number() > (long) arguments[0] && it.number() <= (long) arguments[1])
                            .toList();
                });
        return SettingChanges.between(configurations, set(from), set(to));
    }

    private static DeploymentSet set(long revision) {
        return new DeploymentSet(revision, Instant.EPOCH, "ada", "", "", List.of(), revision);
    }
}
