package org.earshot.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.ListIterator;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ProxyRequireHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;

/// Loop detection (RFC 3261 §16.3 step 4, §16.6 step 8, as corrected by RFC 5393 §4.2): a hash of whatever decides
/// where a request goes, put at the end of our branch. A request that carries the same hash in one of its Vias was
/// here before and would go the same way again; with another Request-URI it is a spiral, which is fine. Pure.
final class LoopHash {
    /// Keeps the hash apart from what the transaction layer puts before it.
    private static final String MARK = "-L";

    private LoopHash() {}

    /// The suffix for the branches of a request as it came in.
    static String suffix(Request request) {
        MessageDigest digest = sha256();
        add(digest, request.getRequestURI().toString());
        add(digest, text(request, CallIdHeader.NAME));
        add(digest, tag(request, "From"));
        add(digest, tag(request, "To"));
        CSeqHeader cSeq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        add(digest, cSeq == null ? "" : Long.toString(cSeq.getSeqNumber()));
        addAll(digest, request.getHeaders(RouteHeader.NAME));
        addAll(digest, request.getHeaders(ProxyRequireHeader.NAME));
        return MARK + HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /// Whether one of the Vias ends with this suffix.
    static boolean isLoop(Request request, String suffix) {
        ListIterator<?> vias = request.getHeaders(ViaHeader.NAME);
        while (vias.hasNext()) {
            String branch = ((ViaHeader) vias.next()).getBranch();
            if (branch != null && branch.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static String tag(Request request, String name) {
        return request.getHeader(name) instanceof javax.sip.header.Parameters header
                        && header.getParameter("tag") != null
                ? header.getParameter("tag")
                : "";
    }

    private static String text(Request request, String name) {
        return request.getHeader(name) == null ? "" : request.getHeader(name).toString();
    }

    private static void addAll(MessageDigest digest, ListIterator<?> headers) {
        while (headers.hasNext()) {
            add(digest, headers.next().toString());
        }
    }

    private static void add(MessageDigest digest, String value) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /// The first 64 bits of a SHA-256.
    static long digest(String value) {
        MessageDigest digest = sha256();
        add(digest, value);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
    }
}
