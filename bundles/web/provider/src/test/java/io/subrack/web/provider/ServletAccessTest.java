/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.AccessRequirement.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServletAccessTest {
    @Test
    void readsWhatTheServicePropertySays() {
        assertThat(ServletAccess.read(null)).isEqualTo(AccessRequirement.UNDECLARED);
        assertThat(ServletAccess.read(" ")).isEqualTo(AccessRequirement.UNDECLARED);
        assertThat(ServletAccess.read("public")).isEqualTo(AccessRequirement.PUBLIC);
        assertThat(ServletAccess.read("authenticated")).isEqualTo(AccessRequirement.ANY_CALLER);
        assertThat(ServletAccess.read("scope:a.read  scope:a.write role:clerk"))
                .isEqualTo(new AccessRequirement(Kind.RESTRICTED, Set.of("a.read", "a.write"), Set.of("clerk")));
        assertThat(ServletAccess.read(new String[] {"scope:a.read", "scope:b.read"}))
                .isEqualTo(AccessRequirement.scopes("a.read", "b.read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "public scope:a", "scope:", "role:", "role:a role:b", "Public", "scope:a\"b"})
    void refusesWhatItDoesNotKnow(String property) {
        assertThatThrownBy(() -> ServletAccess.read(property)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ServletAccess.of(property, FakeBundles.bundle("com.acme.a", "1.0.0"))
                        .declared())
                .isEqualTo(AccessRequirement.UNDECLARED);
    }

    @Test
    void isPublicBelowThePathsOfTheManifestOnly() {
        ServletAccess access = ServletAccess.of("public", FakeBundles.bundle("com.acme.a", "1.0.0"));

        assertThat(access.at("/open")).isEqualTo(AccessRequirement.PUBLIC);
        assertThat(access.at("/open/x")).isEqualTo(AccessRequirement.PUBLIC);
        assertThat(access.at("/opened")).isEqualTo(AccessRequirement.UNDECLARED);
        assertThat(access.at("/")).isEqualTo(AccessRequirement.UNDECLARED);
    }
}
