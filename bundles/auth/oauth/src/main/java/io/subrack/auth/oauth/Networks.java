/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Says whose an address is, for counting: who has an IPv6 address has the 2^64 of its network. */
final class Networks {
    /** Only such are parsed, so that no name is looked up. */
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*)(?:%[^\\]]*)?]?");

    private static final int NETWORK_BYTES = 8;

    private Networks() {}

    /** Returns the first 64 bits of an IPv6 address, and all else as it is. */
    static String of(String address) {
        var literal = IPV6.matcher(address);
        if (!literal.matches()) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(literal.group(1));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "::/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
