package org.earshot.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SecretRingKey;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;

/// Signs and reads [RouteToken]s. As text they are characters that a URI's user part may hold unescaped.
///
/// The HMAC covers the token, its key's version, the Call-ID, the From-tag of the request that began the dialog,
/// and the To-tag once there is one: a token taken from one dialog is worthless in another. Thread-safe.
final class RouteTokens {
    private static final int FORMAT = 2;
    private static final int MAC_BYTES = 16;
    private static final int MAX_TEXT = 1024;

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
        byte[] body = encode(token, key.id().version(), dialog.hasToTag());
        byte[] mac = Arrays.copyOf(key.mac(signed(body, dialog)), MAC_BYTES);
        byte[] whole = Arrays.copyOf(body, body.length + MAC_BYTES);
        System.arraycopy(mac, 0, whole, body.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// Checks a token against a request inside a dialog.
    ///
    /// @param text whatever stands in the Route
    /// @return empty if it is none of ours, has expired, or belongs to another dialog
    Optional<Verified> verify(String text, DialogId dialog) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length <= MAC_BYTES) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOf(whole, whole.length - MAC_BYTES);
            byte[] mac = Arrays.copyOfRange(whole, body.length, whole.length);
            return decode(body).flatMap(read -> verify(read, body, mac, dialog));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64
        }
    }

    private Optional<Verified> verify(Read read, byte[] body, byte[] mac, DialogId dialog) {
        Optional<SecretRingKey> key = keyRing.find(KeyName.ROUTE, read.keyVersion);
        if (key.isEmpty() || !read.token.expiresAt().isAfter(clock.instant())) {
            return Optional.empty();
        }
        RouteToken token = read.token;
        if (key.get().verify(signed(body, bound(dialog, read.hasToTag)), mac)) {
            return Optional.of(new Verified(token.caller(), token.callee(), Optional.empty()));
        }
        if (key.get().verify(signed(body, bound(dialog.reversed(), read.hasToTag)), mac)) {
            return Optional.of(
                    new Verified(token.callee(), token.caller(), Optional.of(token.dialled())));
        }
        return Optional.empty();
    }

    private static DialogId bound(DialogId dialog, boolean toTag) {
        return toTag ? dialog : new DialogId(dialog.callId(), dialog.fromTag(), "");
    }

    private static byte[] signed(byte[] body, DialogId dialog) {
        byte[] context =
                ('\0' + dialog.callId() + '\0' + dialog.fromTag() + '\0' + dialog.toTag())
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(body, body.length + context.length);
        System.arraycopy(context, 0, all, body.length, context.length);
        return all;
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
            Flow flow = party.flow().get();
            out.writeUTF(flow.node());
            out.writeUTF(flow.transport().name());
            write(out, flow.local());
            write(out, flow.remote());
            out.writeLong(flow.connection());
        }
    }

    private static void write(DataOutputStream out, InetSocketAddress address) throws IOException {
        byte[] bytes = address.getAddress().getAddress();
        out.writeByte(bytes.length);
        out.write(bytes);
        out.writeShort(address.getPort());
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
                flow ? Optional.of(flow(in)) : Optional.empty());
    }

    private static Flow flow(DataInputStream in) throws IOException {
        String node = in.readUTF();
        Transport transport = Transport.of(in.readUTF());
        return new Flow(node, transport, address(in), address(in), in.readLong());
    }

    private static InetSocketAddress address(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), in.readUnsignedShort());
    }
}
