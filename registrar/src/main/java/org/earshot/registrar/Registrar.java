package org.earshot.registrar;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingStore;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers REGISTER (RFC 3261 §10.3), step by step as the RFC counts them. Thread-safe, and without
/// state of its own: everything is in the store. Runs on the request's queue, where it may wait for it.
public final class Registrar implements RequestHandler {
    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final Set<String> SUPPORTED = Set.of("path", "outbound");

    private final BindingStore bindings;
    private final RequestAuthenticator authenticator;
    private final RegistrarConfig config;
    private final Predicate<Binding> reachable;
    private final InstantSource clock;
    private final RegisterReader reader;
    private final RegisterResponse responses;

    /// @param reachable whether a binding's phone can be reached, as far as anybody knows
    public Registrar(
            BindingStore bindings,
            RequestAuthenticator authenticator,
            RegistrarConfig config,
            Predicate<Binding> reachable,
            InstantSource clock) {
        this.bindings = bindings;
        this.authenticator = authenticator;
        this.config = config;
        this.reachable = reachable;
        this.clock = clock;
        this.reader = new RegisterReader(new ContactPolicy(config.domain()));
        this.responses = new RegisterResponse(config, clock);
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        try {
            register(request);
        } catch (StoreUnavailableException e) {
            log.warn("REGISTER {} refused for now: {}", request.callId(), e.getMessage());
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Store Unavailable",
                    Options.header("Retry-After", Long.toString(config.retryAfter().toSeconds())));
        }
    }

    private void register(InboundRequest inbound) throws SipRejection {
        Request request = inbound.message();
        checkDomain(request); // step 1
        checkRequire(request); // step 2
        Account account = authenticate(inbound); // step 3
        AddressOfRecord address = RegisterReader.addressOfRecord(request);
        if (!account.address().equals(address)) { // step 4
            throw new SipRejection(Response.FORBIDDEN, "Not Your Address");
        }
        RegisterRequest wanted = reader.read(request, inbound.flow()); // steps 5 and 6
        List<Binding> now = update(wanted); // step 7
        inbound.respond(responses.ok(inbound, wanted, now)); // step 8
    }

    private void checkDomain(Request request) throws SipRejection {
        if (!(request.getRequestURI() instanceof SipURI uri)) {
            throw new SipRejection(Response.UNSUPPORTED_URI_SCHEME, "Unsupported URI Scheme");
        }
        // A registrar of another domain is none of our business: we are no open relay.
        if (!config.domain().isUs(uri)) {
            throw new SipRejection(Response.FORBIDDEN, "Not Our Domain");
        }
        if (!config.domain().contains(RegisterReader.addressOfRecord(request))) {
            throw new SipRejection(Response.NOT_FOUND, "Not Found");
        }
    }

    private static void checkRequire(Request request) throws SipRejection {
        TreeSet<String> unsupported = new TreeSet<>(Options.of(request, "Require"));
        unsupported.removeAll(SUPPORTED);
        if (!unsupported.isEmpty()) {
            throw new SipRejection(
                    Response.BAD_EXTENSION,
                    "Bad Extension",
                    Options.each("Unsupported", unsupported));
        }
    }

    private Account authenticate(InboundRequest inbound) throws SipRejection {
        Authentication result =
                authenticator.authenticate(
                        inbound.message(), inbound.flow(), RequestAuthenticator.Role.REGISTRAR);
        return switch (result) {
            case Authentication.Authenticated(Account account, String _) -> account;
            case Authentication.Challenged(int status, List<Header> challenges) ->
                    throw new SipRejection(
                            status, "Unauthorized", challenges.toArray(Header[]::new));
            case Authentication.Refused refused -> throw refused.rejection();
        };
    }

    private List<Binding> update(RegisterRequest wanted) throws SipRejection {
        if (wanted.wish() instanceof RegisterRequest.Wish.Query) {
            return bindings.lookup(wanted.address());
        }
        BindingUpdate update = new BindingUpdate(wanted, clock.instant(), config, reachable);
        AtomicReference<BindingUpdate.Result> result = new AtomicReference<>();
        List<Binding> after =
                bindings.update(
                        wanted.address(),
                        current -> {
                            BindingUpdate.Result outcome = update.apply(current);
                            result.set(outcome);
                            return outcome instanceof BindingUpdate.Result.Updated updated
                                    ? updated.bindings()
                                    : current;
                        });
        return switch (result.get()) {
            case BindingUpdate.Result.Updated _ -> after;
            case BindingUpdate.Result.TooBrief() ->
                    throw new SipRejection(
                            Response.INTERVAL_TOO_BRIEF,
                            "Interval Too Brief",
                            seconds("Min-Expires", config.minExpires()));
            case BindingUpdate.Result.OutOfOrder() ->
                    throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "CSeq Out Of Order");
            case BindingUpdate.Result.TooMany() ->
                    throw new SipRejection(
                            Response.FORBIDDEN,
                            "At most " + config.maxContacts() + " contacts for one address");
        };
    }

    private static Header seconds(String name, Duration duration) {
        return Options.header(name, Long.toString(duration.toSeconds()));
    }
}
