package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;

/// What a TURN server's error codes mean to whoever has to put things right (RFC 8489 §14.8, RFC 8656 §19).
final class TurnErrors {
    private static final int MAX_REASON = 80;

    private TurnErrors() {}

    /// Why there is no relayed address.
    ///
    /// @param first whether there was none before
    static String words(InetSocketAddress server, boolean first, StunMessage answer) {
        int code = answer.errorCode();
        return switch (code) {
            case 300 -> at(server, code, "sends us to another one that can't be used");
            case 401 ->
                    at(
                            server,
                            code,
                            "refuses user name and password: are its shared secret and its clock the same as the"
                                    + " SIP server's?");
            case 403 -> at(server, code, "forbids us to use it");
            case 437 ->
                    first
                            ? at(server, code, "still has an earlier allocation of this port")
                            : lost(server);
            case 438 -> at(server, code, "wants a new nonce again and again");
            case 440 -> at(server, code, "has no address of the family that we need, IPv4 or IPv6");
            case 441 ->
                    at(
                            server,
                            code,
                            "says that the allocation belongs to somebody else's password");
            case 442 -> at(server, code, "does not relay UDP");
            case 486 ->
                    at(
                            server,
                            code,
                            "has given this user as many allocations as it may (coturn: user-quota)");
            case 508 ->
                    at(
                            server,
                            code,
                            "has no port left, or no capacity (coturn: total-quota, min-port, max-port)");
            default ->
                    at(server, code, "says no" + (first ? "" : " to a longer time"))
                            + printable(answer.reason());
        };
    }

    /// It has forgotten us.
    static String lost(InetSocketAddress server) {
        return at(server, 437, "no longer has our allocation: was it restarted?");
    }

    /// It doesn't answer.
    static String silence(InetSocketAddress server, boolean udp) {
        return "the relay "
                + name(server)
                + " does not answer"
                + (udp ? ": is UDP blocked, or the relay down?" : "");
    }

    /// It answers what can't be used.
    static String nonsense(InetSocketAddress server) {
        return "the relay " + name(server) + " answered without the addresses that it gave us";
    }

    private static String at(InetSocketAddress server, int code, String words) {
        return "the relay " + name(server) + " " + words + " (" + code + ")";
    }

    /// Host and port as people write them.
    static String name(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort();
    }

    // the server's own words, which may be anything
    private static String printable(String reason) {
        String clean = reason.replaceAll("\\p{C}", "").strip();
        if (clean.isEmpty()) {
            return "";
        }
        return ": " + (clean.length() > MAX_REASON ? clean.substring(0, MAX_REASON) : clean);
    }
}
