package org.earshot.common.auth;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a digest-uri names the same as the Request-URI (RFC 3261 §22.4 point 1, RFC 7616 §3.4.6). Phones leave
/// out port and parameters, or write `sip:` for `sips:`; user and host must be the same. Stateless.
///
/// SIPp, with which half of all tests are written, names the server that it sends to and nobody there, whatever the
/// Request-URI is. That is taken too, where it is an address of ours: such credentials are good for one request of that method,
/// since nonces are ours and no count is taken twice. Another address is never taken, or whoever a phone follows a
/// redirection to could pass its answer to our challenge on to us.
final class DigestUri {
    private static final Pattern SIP =
            Pattern.compile("(?i)sips?:(?:([^@;?]*)@)?(\\[[^\\]]*\\]|[^:;?@]*)(?::([0-9]*))?.*");

    /// An address and nothing else: no user, and no parameter that could hold one.
    private static final Pattern SERVER =
            Pattern.compile(
                    "(?i)sips?:([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+\\])(?::[0-9]+)?");

    private DigestUri() {}

    /// @param server our address over which the request came
    static boolean names(String digestUri, String requestUri, InetAddress server) {
        return names(digestUri, requestUri) || namesServer(digestUri, server);
    }

    private static boolean namesServer(String digestUri, InetAddress server) {
        Matcher literal = SERVER.matcher(digestUri);
        if (!literal.matches()) {
            return false;
        }
        try {
            InetAddress named = InetAddress.ofLiteral(literal.group(1));
            // a UDP socket on all addresses does not know which of them it was
            return server.isAnyLocalAddress() ? isOurs(named) : named.equals(server);
        } catch (IllegalArgumentException e) {
            return false; // a name, or a number out of range
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return !address.isAnyLocalAddress()
                    && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    static boolean names(String digestUri, String requestUri) {
        if (digestUri.equals(requestUri)) {
            return true;
        }
        Matcher a = SIP.matcher(digestUri);
        Matcher b = SIP.matcher(requestUri);
        return a.matches()
                && b.matches()
                && text(a.group(1)).equals(text(b.group(1)))
                && text(a.group(2))
                        .toLowerCase(Locale.ROOT)
                        .equals(text(b.group(2)).toLowerCase(Locale.ROOT))
                && (text(a.group(3)).isEmpty()
                        || text(b.group(3)).isEmpty()
                        || a.group(3).equals(b.group(3)));
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }
}
