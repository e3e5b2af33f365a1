/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;

/** Which addresses may be asked. */
final class AddressRules {
    private AddressRules() {}

    /** Says whether nobody outside of a network can have that address, or it is no single machine's. */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || isNever(address)
                || shared
                || uniqueLocal
                || embedsAnother(address, bytes);
    }

    /** Says whether that is an address at which no repository is: link-local ones have what clouds tell their machines. */
    static boolean isNever(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean thisNetwork = bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0);
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || thisNetwork;
    }

    /** Addresses of version 6 that are another of version 4 in disguise: 64:ff9b::/96, 2002::/16, ::a.b.c.d. */
    private static boolean embedsAnother(InetAddress address, byte[] bytes) {
        if (!(address instanceof Inet6Address six)) {
            return false;
        }
        boolean translated =
                bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return translated || sixToFour || six.isIPv4CompatibleAddress();
    }

    static InetAddress[] resolve(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_FAILED,
                    "the host " + host + " is not known to the name service. Look at the address for a slip.",
                    e);
        }
    }

    /** @throws CatalogueException if a repository must not be there */
    static void checkRepository(URI url, boolean plainHttp) {
        String host = Objects.requireNonNullElse(url.getHost(), "");
        for (InetAddress address : resolve(host)) {
            if (isNever(address)) {
                throw refused("repositories cannot be at " + host + " (" + address.getHostAddress() + ")");
            }
            if (!"https".equals(scheme(url)) && !plainHttp && !address.isLoopbackAddress()) {
                throw refused("repositories of other machines are read by https alone, and " + url
                        + " is not. Use https, or set http.allowed in " + CatalogueConfiguration.PID);
            }
        }
    }

    static String scheme(URI url) {
        return Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
    }

    static CatalogueException refused(String sentence) {
        return new CatalogueException(CatalogueProblem.ADDRESS_REFUSED, sentence);
    }
}
