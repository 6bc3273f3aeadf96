package org.earshot.registrar;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.sip.address.Address;
import javax.sip.header.ContactHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Response;
import org.earshot.common.location.Binding;
import org.earshot.common.relay.FileRelayHeader;
import org.earshot.common.relay.RelayHeader;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.service.PolicyHeader;
import org.earshot.common.service.ServiceHeader;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.RegisterRequest.Wish;

/// The 200 to a REGISTER: all current bindings and what is left of them (RFC 3261 §10.3 step 8).
final class RegisterResponse {
    // RFC 3261 §25.1, SIP-date: RFC 1123 with two digits for the day
    private static final DateTimeFormatter SIP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Text for our phone's user.
    private static final String NOTICE = "Earshot-Notice";

    private final RegistrarConfig config;
    private final InstantSource clock;

    RegisterResponse(RegistrarConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    Response ok(InboundRequest request, RegisterRequest wanted, List<Binding> bindings) {
        Instant now = clock.instant();
        Response response = request.createResponse(Response.OK, "OK");
        response.setHeader(Options.header("Date", SIP_DATE.format(now)));
        for (Binding binding : bindings) {
            if (binding.expiresAt().isAfter(now)) {
                response.addHeader(contact(binding, now, isNamed(wanted, binding)));
            }
        }
        // RFC 3327 §5.3: what the phone's edge added is told to the phone
        wanted.path().forEach(path -> response.addHeader(Options.header("Path", path)));
        if (usesOutbound(request, wanted)) {
            response.addHeader(Options.header("Require", "outbound"));
            response.addHeader(
                    Options.header("Flow-Timer", Long.toString(config.flowTimer().toSeconds())));
        }
        if (!config.notice().isEmpty() && isOurs(wanted)) {
            response.addHeader(Options.header(NOTICE, config.notice()));
        }
        if (wants(PolicyHeader.WANTED, request, wanted)) {
            response.addHeader(
                    Options.header(
                            PolicyHeader.NAME,
                            PolicyHeader.text(
                                    config.phones().directCalls(), config.phones().recording())));
        }
        if (wants(FileRulesHeader.WANTED, request, wanted) && isConfidential(request)) {
            config.phones()
                    .files()
                    .ifPresent(rules ->
                            response.addHeader(
                                    Options.header(
                                            FileRulesHeader.NAME, FileRulesHeader.text(rules))));
        }
        if (wants(ServiceHeader.WANTED, request, wanted) && isConfidential(request)) {
            config.service()
                    .get()
                    .ifPresent(service ->
                            response.addHeader(
                                    Options.header(
                                            ServiceHeader.NAME,
                                            ServiceHeader.text(
                                                    service, config.phones().keepsFiles()))));
        }
        if (wants(RelayHeader.WANTED, request, wanted)) {
            config.relays()
                    .to(wanted.address(), isConfidential(request), now)
                    .forEach(relay ->
                            response.addHeader(
                                    Options.header(
                                            RelayHeader.NAME, RelayHeader.text(relay, now))));
            config.relays()
                    .files()
                    .filter(_ -> isConfidential(request))
                    .ifPresent(relay ->
                            response.addHeader(
                                    Options.header(
                                            FileRelayHeader.NAME, FileRelayHeader.text(relay))));
        }
        return response;
    }

    /// Others get no credential that they could not use, and nothing else that says nothing to them.
    private static boolean wants(String word, InboundRequest request, RegisterRequest wanted) {
        return Options.of(request.message(), RelayHeader.WANTS).contains(word)
                && wanted.wish() instanceof Wish.Change(var contacts)
                && contacts.stream().anyMatch(c -> c.expires().orElse(1) > 0);
    }

    /// Whether the answer is encrypted on its whole way: ours, which we know, and what lies behind it where the request came by
    /// another server, as that says.
    private static boolean isConfidential(InboundRequest request) {
        if (!request.flow().transport().isSecure()) {
            return false;
        }
        ListIterator<?> vias = request.message().getHeaders(ViaHeader.NAME);
        vias.next();
        while (vias.hasNext()) {
            if (!(vias.next() instanceof ViaHeader via) || !isSecure(via.getTransport())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSecure(String transport) {
        return transport.equalsIgnoreCase(Transport.TLS.name())
                || transport.equalsIgnoreCase(Transport.WSS.name());
    }

    /// Others would not show it.
    private static boolean isOurs(RegisterRequest wanted) {
        return wanted.wish() instanceof Wish.Change(var contacts)
                && contacts.stream().anyMatch(RegisterRequest.RequestedContact::wantsHistory);
    }

    /// RFC 5626 §6: only where the phone knows of it, and has asked for it with this request.
    private static boolean usesOutbound(InboundRequest request, RegisterRequest wanted) {
        return wanted.wish() instanceof Wish.Change(var contacts)
                && contacts.stream().anyMatch(c -> c.regId() > 0)
                && (Options.of(request.message(), "Supported").contains("outbound")
                        || Options.of(request.message(), "Require").contains("outbound"));
    }

    /// A phone is told its own instance, which shows the registrar that it is known (docs/decisions/0014), and not those
    /// of others: whoever has set another password would be taken for a phone that was known before.
    private static boolean isNamed(RegisterRequest wanted, Binding binding) {
        return wanted.wish() instanceof Wish.Change(var contacts)
                && binding.instanceId().isPresent()
                && contacts.stream()
                        .flatMap(contact -> contact.instanceId().stream())
                        .anyMatch(binding.instanceId().get()::equalsIgnoreCase);
    }

    private static ContactHeader contact(Binding binding, Instant now, boolean named) {
        try {
            Address address =
                    SipMessages.addresses()
                            .createAddress(SipMessages.addresses().createURI(binding.contact()));
            ContactHeader contact = SipMessages.headers().createContactHeader(address);
            // Never 0, which would mean that it is gone: round up.
            long left = Duration.between(now, binding.expiresAt()).plusMillis(999).toSeconds();
            contact.setParameter("expires", Long.toString(Math.max(1, left)));
            if (binding.qThousandths() < 1000) {
                contact.setParameter(
                        "q", String.format(Locale.ROOT, "0.%03d", binding.qThousandths()));
            }
            if (named) {
                contact.setParameter("+sip.instance", "\"<" + binding.instanceId().get() + ">\"");
            }
            if (named && binding.regId() > 0) {
                contact.setParameter("reg-id", Integer.toString(binding.regId()));
            }
            return contact;
        } catch (ParseException e) {
            throw new IllegalStateException("a binding that no longer parses", e);
        }
    }
}
