/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client behind proxies. What a header says counts only as far as proxies that the administrator
 * trusts have written it: from its end up to the first address that is not one of theirs.
 */
final class TrustedProxies {
    static final String X_FORWARDED_FOR = "X-Forwarded-For";
    static final String FORWARDED = "Forwarded";

    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+");

    private final List<Network> networks;
    private final String header;

    private TrustedProxies(List<Network> networks, String header) {
        this.networks = networks;
        this.header = header;
    }

    /** @throws IllegalArgumentException with the item that is no network, or the header that is not known */
    static TrustedProxies of(String list, String header) {
        List<Network> networks = new ArrayList<>();
        for (String item : list.split("[,\\s]+")) {
            if (!item.isEmpty()) {
                networks.add(Network.of(item));
            }
        }
        if (!header.equalsIgnoreCase(X_FORWARDED_FOR) && !header.equalsIgnoreCase(FORWARDED)) {
            throw new IllegalArgumentException(header);
        }
        return new TrustedProxies(List.copyOf(networks), header);
    }

    /** Returns the address of the client that sent a request. */
    String client(Request request) {
        return client(Request.getRemoteAddr(request), request.getHeaders().getValuesList(header));
    }

    /**
     * Returns the client's address.
     *
     * @param peer the address at the other end of the connection
     * @param values all values of the header, in their order
     */
    String client(String peer, List<String> values) {
        InetAddress nearest = literal(peer);
        if (nearest == null || !trusts(nearest)) {
            return peer;
        }
        String[] hops = String.join(",", values).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = literal(address(hops[i].strip()));
            if (hop == null) {
                break;
            }
            nearest = hop;
            if (!trusts(hop)) {
                break;
            }
        }
        return nearest.getHostAddress();
    }

    /** Returns whether the other end of a connection is one of these proxies. */
    boolean trusts(String peer) {
        InetAddress address = literal(peer);
        return address != null && trusts(address);
    }

    private boolean trusts(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private String address(String hop) {
        return withoutPort(header.equalsIgnoreCase(FORWARDED) ? forwardedFor(hop) : hop);
    }

    /** Returns the {@code for} of one element of RFC 7239; empty if it has none. */
    private static String forwardedFor(String element) {
        for (String pair : element.split(";")) {
            String clean = pair.strip();
            if (clean.toLowerCase(Locale.ROOT).startsWith("for=")) {
                return clean.substring(4).replace("\"", "");
            }
        }
        return "";
    }

    private static String withoutPort(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? "" : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    /** Reads an address without ever asking for a name. */
    private static @Nullable InetAddress literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A network in CIDR notation, or one address. */
    private record Network(InetAddress base, int bits) {
        static Network of(String text) {
            int slash = text.indexOf('/');
            InetAddress base = literal(slash < 0 ? text : text.substring(0, slash));
            String length = slash < 0 ? "" : text.substring(slash + 1);
            if (base == null || (slash >= 0 && !length.matches("\\d{1,3}"))) {
                throw new IllegalArgumentException(text);
            }
            int most = base.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(length);
            if (bits > most) {
                throw new IllegalArgumentException(text);
            }
            return new Network(base, bits);
        }

        boolean contains(InetAddress other) {
            byte[] address = base.getAddress();
            byte[] bytes = other.getAddress();
            int whole = bits / 8;
            if (bytes.length != address.length || !Arrays.equals(address, 0, whole, bytes, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            int mask = 0xff << (8 - rest);
            return rest == 0 || (address[whole] & mask) == (bytes[whole] & mask);
        }
    }
}
