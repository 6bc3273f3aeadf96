package org.earshot.proxy.archive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.sip.header.FromHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.InboundRequest;

/// Who sent a request, and to whom, as it stands in the record. Pure.
public final class Correspondents {
    private Correspondents() {}

    /// @param account who it was found to be; empty for a trusted network, whose word counts
    public static Sender sender(InboundRequest inbound, Optional<Account> account) {
        IdentityProof proof =
                account.isEmpty()
                        ? IdentityProof.TRUSTED_NETWORK
                        : inbound.message().getHeader(ProxyAuthorizationHeader.NAME) == null
                                ? IdentityProof.FLOW
                                : IdentityProof.DIGEST;
        return new Sender(
                senderAddress(inbound, account),
                account.map(Account::id),
                proof,
                Optional.of(inbound.flow()));
    }

    /// The address of a sender.
    public static String senderAddress(InboundRequest inbound, Optional<Account> account) {
        return cut(
                account.map(known -> known.address().toString())
                        .orElseGet(() -> claimedSender(inbound.message())));
    }

    /// Where a request was sent to.
    public static String recipient(Request message) {
        return cut(
                AddressOfRecord.of(message.getRequestURI())
                        .map(AddressOfRecord::toString)
                        .orElseGet(() ->
                                message.getHeader(ToHeader.NAME) instanceof ToHeader to
                                        ? to.getAddress().getURI().toString()
                                        : ""));
    }

    private static String claimedSender(Request message) {
        return message.getHeader(FromHeader.NAME) instanceof FromHeader from
                ? AddressOfRecord.of(from.getAddress().getURI())
                        .map(AddressOfRecord::toString)
                        .orElseGet(() -> from.getAddress().getURI().toString())
                : "";
    }

    /// An address as far as the record takes it: what a trusted peer calls itself, or whom somebody calls, may be of any length.
    public static String cut(String address) {
        byte[] utf8 = address.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= Archive.ADDRESS_LIMIT) {
            return address;
        }
        int end = Archive.ADDRESS_LIMIT;
        while ((utf8[end] & 0xC0) == 0x80) { // not within a character
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }
}
