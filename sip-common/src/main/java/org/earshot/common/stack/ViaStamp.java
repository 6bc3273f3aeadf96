package org.earshot.common.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import javax.sip.message.Request;

/// Writes into a request's top Via where it really came from (RFC 3261 §18.2.1, RFC 3581 §4). Pure.
final class ViaStamp {
    private ViaStamp() {}

    /// Sets `received` where the sent-by is not the source address, or `rport` was asked for; and `rport`
    /// where it was asked for. What the sender claimed there itself is overwritten or removed.
    static void stamp(Request request, InetSocketAddress source) {
        ViaList vias = ((SIPMessage) request).getViaHeaders();
        if (vias == null || vias.isEmpty()) {
            return;
        }
        Via via = (Via) vias.getFirst();
        String address = text(source.getAddress());
        boolean wantsPort = via.hasParameter(Via.RPORT);
        try {
            if (wantsPort || !isSame(via.getHost(), address, source.getAddress())) {
                via.setReceived(address);
            } else if (via.getReceived() != null) {
                via.removeParameter(Via.RECEIVED);
            }
            if (wantsPort) {
                via.setParameter(Via.RPORT, Integer.toString(source.getPort()));
            }
        } catch (ParseException e) {
            throw new IllegalStateException("a numeric address is not a parameter value", e);
        }
    }

    /// A numeric address as it stands in `received`: no brackets, no zone.
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static boolean isSame(String sentBy, String address, InetAddress source) {
        if (sentBy == null) {
            return false;
        }
        if (sentBy.equals(address)) {
            return true;
        }
        if (sentBy.indexOf(':') < 0) {
            return false; // another IPv4 address, or a name
        }
        return Hosts.literal(sentBy)
                .filter(source::equals)
                .isPresent(); // IPv6 is spelled in many ways
    }
}
