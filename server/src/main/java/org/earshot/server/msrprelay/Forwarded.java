package org.earshot.server.msrprelay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;

/// A request as it goes on (RFC 4976 §6.4): other paths, a transaction of its own, and, where the way had to be left to others in
/// between, from the byte where it was broken off. Pure.
final class Forwarded {
    private final MsrpFrame came;
    private final RelayTable.Route.To<?> route;
    private final Optional<ByteRange> range; // of a SEND

    Forwarded(MsrpFrame came, RelayTable.Route.To<?> route) throws MalformedMsrpException {
        this.came = came;
        this.route = route;
        range = came.is("SEND") ? Optional.of(came.byteRange()) : Optional.empty();
    }

    /// What came.
    MsrpFrame came() {
        return came;
    }

    /// @param done bytes of the body that have gone on before
    MsrpFrame head(String transaction, long done) {
        List<MsrpFrame.Field> fields = new ArrayList<>();
        range.ifPresent(
                r -> fields.add(new MsrpFrame.Field("Byte-Range", from(r, done).toString())));
        for (MsrpFrame.Field field : came.fields()) {
            if (range.isEmpty() || !field.name().equalsIgnoreCase("Byte-Range")) {
                fields.add(field); // Content-Type stays the last
            }
        }
        return new MsrpFrame(
                transaction,
                came.start(),
                route.toPath(),
                route.fromPath(),
                fields,
                came.hasBody());
    }

    /// Chunks that we may have to break off have an open end.
    private ByteRange from(ByteRange r, long done) {
        return came.hasBody()
                ? new ByteRange(r.start() + done, OptionalLong.empty(), r.total())
                : r;
    }

    /// To its sender, when the next hop did not take it; empty where it wants none (RFC 4975 §7.1.2).
    Optional<MsrpFrame> report(String transaction, int status, String comment) {
        if (range.isEmpty() || !came.wantsResponse(status)) {
            return Optional.empty();
        }
        return Optional.of(came.report(transaction, range.get(), status, comment));
    }
}
