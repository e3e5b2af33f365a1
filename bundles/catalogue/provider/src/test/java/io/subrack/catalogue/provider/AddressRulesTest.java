/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.catalogue.api.CatalogueException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.3",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void noneOfTheseIsPublic(String address) throws UnknownHostException {
        assertThat(AddressRules.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
    void thesePublicAddressesAreFine(String address) throws UnknownHostException {
        assertThat(AddressRules.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void repositoriesAreNotWhereCloudsTellTheirMachinesSecrets() {
        assertThatThrownBy(() -> AddressRules.checkRepository(URI.create("http://169.254.169.254/latest"), true))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("repositories cannot be at");
    }

    @Test
    void bundlesComeByAddressFromListedHostsAlone(@TempDir Path directory) {
        var off = new PinnedHttps(Set.of(), false, new Authorities(Path.of("none.pem")));
        var on = new PinnedHttps(Set.of("localhost", "127.0.0.1"), false, new Authorities(Path.of("none.pem")));
        var file = directory.resolve("a.jar");
        var deadline = Deadline.in(Duration.ofSeconds(5));

        assertThatThrownBy(() -> off.file(URI.create("https://localhost/a.jar"), file, 1, deadline))
                .hasMessageContaining("cannot be installed by address here");
        for (var url : List.of(
                "http://localhost/a.jar",
                "https://user@localhost/a.jar",
                "https://example.org/a.jar",
                "https://localhost.example.org/",
                "https://localhost/a.jar",
                "https://127.0.0.1/a.jar")) {
            assertThatThrownBy(() -> on.file(URI.create(url), file, 1, deadline))
                    .as(url)
                    .isInstanceOf(CatalogueException.class)
                    .extracting(it -> ((CatalogueException) it).type().code())
                    .isEqualTo("catalogue:address-refused");
        }
    }
}
