package org.earshot.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SecretRingKey;

/// Signs and reads [RouteToken]s.
///
/// The [RouteSeal] covers the token, its key's version, the Call-ID, the From-tag of the request that began the dialog,
/// and the To-tag once there is one: a token taken from one dialog is worthless in another. Thread-safe.
final class RouteTokens {
    private static final int FORMAT = 2;

    private static final int HAS_TO_TAG = 1;
    private static final int HAS_CALLER = 2;
    private static final int HAS_CALLER_FLOW = 4;
    private static final int HAS_CALLEE = 8;
    private static final int HAS_CALLEE_FLOW = 16;

    private final KeyRing keyRing;
    private final InstantSource clock;

    RouteTokens(KeyRing keyRing, InstantSource clock) {
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /// A token that was found good for a request.
    ///
    /// @param sender the party that sends the request
    /// @param recipient the only one to whom it may go
    /// @param alias by which name the sender may go besides its account's: what the caller dialled, for the callee
    record Verified(Party sender, Party recipient, Optional<DialledName> alias) {}

    /// @param dialog of the request that begins the dialog, or with the To-tag that its answer brought
    String sign(RouteToken token, DialogId dialog) {
        SecretRingKey key = keyRing.current(KeyName.ROUTE);
        return RouteSeal.seal(encode(token, key.id().version(), dialog.hasToTag()), key, dialog);
    }

    /// Checks a token against a request inside a dialog.
    ///
    /// @param text whatever stands in the Route
    /// @return empty if it is none of ours, has expired, or belongs to another dialog
    Optional<Verified> verify(String text, DialogId dialog) {
        return RouteSeal.of(text)
                .flatMap(seal -> decode(seal.body()).flatMap(read -> verify(read, seal, dialog)));
    }

    private Optional<Verified> verify(Read read, RouteSeal seal, DialogId dialog) {
        Optional<SecretRingKey> key = keyRing.find(KeyName.ROUTE, read.keyVersion);
        if (key.isEmpty() || !read.token.expiresAt().isAfter(clock.instant())) {
            return Optional.empty();
        }
        RouteToken token = read.token;
        if (seal.isGood(key.get(), bound(dialog, read.hasToTag))) {
            return Optional.of(new Verified(token.caller(), token.callee(), Optional.empty()));
        }
        if (seal.isGood(key.get(), bound(dialog.reversed(), read.hasToTag))) {
            return Optional.of(
                    new Verified(token.callee(), token.caller(), Optional.of(token.dialled())));
        }
        return Optional.empty();
    }

    private static DialogId bound(DialogId dialog, boolean toTag) {
        return toTag ? dialog : new DialogId(dialog.callId(), dialog.fromTag(), "");
    }

    private record Read(int keyVersion, boolean hasToTag, RouteToken token) {}

    private static byte[] encode(RouteToken token, int keyVersion, boolean hasToTag) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeByte(
                    (hasToTag ? HAS_TO_TAG : 0)
                            | (token.caller().address().isPresent() ? HAS_CALLER : 0)
                            | (token.caller().flow().isPresent() ? HAS_CALLER_FLOW : 0)
                            | (token.callee().address().isPresent() ? HAS_CALLEE : 0)
                            | (token.callee().flow().isPresent() ? HAS_CALLEE_FLOW : 0));
            out.writeShort(keyVersion);
            out.writeInt((int) (token.expiresAt().getEpochSecond() / 60));
            write(out, token.caller());
            write(out, token.callee());
            out.writeLong(token.dialled().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Party party) throws IOException {
        if (party.address().isPresent()) {
            out.writeUTF(party.address().get().user());
            out.writeUTF(party.address().get().domain());
        }
        if (party.flow().isPresent()) {
            FlowBytes.write(out, party.flow().get());
        }
    }

    private static Optional<Read> decode(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            if (in.readUnsignedByte() != FORMAT) {
                return Optional.empty();
            }
            int flags = in.readUnsignedByte();
            int keyVersion = in.readUnsignedShort();
            Instant expiresAt = Instant.ofEpochSecond(in.readInt() * 60L);
            Party caller = party(in, (flags & HAS_CALLER) != 0, (flags & HAS_CALLER_FLOW) != 0);
            Party callee = party(in, (flags & HAS_CALLEE) != 0, (flags & HAS_CALLEE_FLOW) != 0);
            return Optional.of(
                    new Read(
                            keyVersion,
                            (flags & HAS_TO_TAG) != 0,
                            new RouteToken(
                                    expiresAt, caller, callee, new DialledName(in.readLong()))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // read before the MAC was checked: may be anything
        }
    }

    private static Party party(DataInputStream in, boolean address, boolean flow)
            throws IOException {
        return new Party(
                address
                        ? Optional.of(new AddressOfRecord(in.readUTF(), in.readUTF()))
                        : Optional.empty(),
                flow ? Optional.of(FlowBytes.read(in)) : Optional.empty());
    }
}
