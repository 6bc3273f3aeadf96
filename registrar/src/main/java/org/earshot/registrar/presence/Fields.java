package org.earshot.registrar.presence;

import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.EventPackage;

/// What SUBSCRIBE and PUBLISH have in common: header fields, who sends, for how long. Stateless.
final class Fields {
    private Fields() {}

    /// A header from a name and one value that we made.
    static Header header(String name, String value) {
        try {
            return SipMessages.headers().createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + ": " + value, e);
        }
    }

    static Header seconds(String name, Duration duration) {
        return header(name, Long.toString(duration.toSeconds()));
    }

    /// The values of all header fields of a name, lists taken apart, without what is empty.
    static List<String> values(Request request, String name) {
        List<String> values = new ArrayList<>();
        ListIterator<?> headers = request.getHeaders(name);
        while (headers.hasNext()) {
            String text = headers.next().toString();
            for (String value : text.substring(text.indexOf(':') + 1).split(",", -1)) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    /// The one header of a name.
    static Optional<String> value(Request request, String name) {
        return Optional.ofNullable(request.getHeader(name))
                .map(header -> {
                    String text = header.toString();
                    return text.substring(text.indexOf(':') + 1).strip();
                });
    }

    /// The event packages that we serve, for Allow-Events.
    static Header[] allowEvents() {
        return Arrays.stream(EventPackage.values())
                .map(event -> header("Allow-Events", event.token()))
                .toArray(Header[]::new);
    }

    /// 489, with what would have been good.
    static SipRejection badEvent() {
        return new SipRejection(Response.BAD_EVENT, "Bad Event", allowEvents());
    }

    /// 420 where something is required that we don't know.
    static void checkRequire(Request request, List<String> known) throws SipRejection {
        List<String> unknown =
                values(request, "Require").stream()
                        .filter(tag -> !known.contains(tag.toLowerCase(Locale.ROOT)))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new SipRejection(
                    Response.BAD_EXTENSION,
                    "Bad Extension",
                    unknown.stream().map(tag -> header("Unsupported", tag)).toArray(Header[]::new));
        }
    }

    /// Who sends this, by digest; From must be the account's own address.
    static Account sender(InboundRequest inbound, RequestAuthenticator authenticator)
            throws SipRejection {
        Account account =
                switch (authenticator.authenticate(
                        inbound.message(), inbound.flow(), RequestAuthenticator.Role.REGISTRAR)) {
                    case Authentication.Authenticated(Account known, String _) -> known;
                    case Authentication.Challenged(int status, List<Header> challenges) ->
                            throw new SipRejection(
                                    status, "Unauthorized", challenges.toArray(Header[]::new));
                    case Authentication.Refused refused -> throw refused.rejection();
                };
        if (!(inbound.message().getHeader(FromHeader.NAME) instanceof FromHeader from)
                || !AddressOfRecord.of(from.getAddress().getURI())
                        .equals(Optional.of(account.address()))) {
            throw new SipRejection(Response.FORBIDDEN, "From Is Not Your Address");
        }
        return account;
    }

    static ToHeader to(Request request) throws SipRejection {
        if (request.getHeader(ToHeader.NAME) instanceof ToHeader to) {
            return to;
        }
        throw new SipRejection(Response.BAD_REQUEST, "To is missing");
    }

    /// What is granted of the time that is asked for.
    ///
    /// @return zero where nothing more is wanted
    static Duration granted(Request request, PresenceConfig config) throws SipRejection {
        if (request.getExpires() == null) {
            return config.defaultExpires();
        }
        Duration asked = Duration.ofSeconds(request.getExpires().getExpires());
        if (asked.isZero()) {
            return asked;
        }
        if (asked.compareTo(config.minExpires()) < 0) {
            throw new SipRejection(
                    Response.INTERVAL_TOO_BRIEF,
                    "Interval Too Brief",
                    seconds("Min-Expires", config.minExpires()));
        }
        return asked.compareTo(config.maxExpires()) > 0 ? config.maxExpires() : asked;
    }

    /// The body.
    ///
    /// @return empty where there is none
    static byte[] body(Request request, PresenceConfig config) throws SipRejection {
        byte[] body = request.getRawContent();
        if (body == null) {
            return new byte[0];
        }
        if (body.length > config.maxDocumentBytes()) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large");
        }
        return body;
    }

    /// Its media type in lower case, without parameters.
    static String contentType(Request request) {
        return value(request, "Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /// 415, with what would have been good.
    static SipRejection unsupportedType(String... accepted) {
        return new SipRejection(
                Response.UNSUPPORTED_MEDIA_TYPE,
                "Unsupported Media Type",
                Arrays.stream(accepted)
                        .map(type -> header("Accept", type))
                        .collect(Collectors.toList())
                        .toArray(Header[]::new));
    }
}
