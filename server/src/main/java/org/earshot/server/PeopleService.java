package org.earshot.server;

import io.javalin.config.JavalinConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.auth.BackOff;
import org.earshot.common.auth.Passwords;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Changes;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.Binding;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.message.MessageServer;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.people.GroupParts;
import org.earshot.server.people.OrganisationParts;
import org.earshot.server.people.PeopleApi;
import org.earshot.server.people.PeopleParts;
import org.earshot.server.web.SignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people do for themselves, in a running server. Thread-safe.
final class PeopleService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeopleService.class);
    private static final int NOTICE_SECONDS = 5;

    private final PeopleApi api;

    private PeopleService(PeopleApi api) {
        this.api = api;
    }

    /// What it needs of the rest of the server.
    record Around(
            ServerConfig config,
            Stores stores,
            KeyRing keys,
            Archive archive,
            RunningConfig running,
            Changes changes,
            StoreAdministration administration,
            AuthenticatedFlows flows,
            SipNode node,
            MessageServer messages,
            BackOff backOff,
            InstantSource clock) {}

    /// @param service by which phones reach it
    static PeopleService of(Around around, SignIn signIn, Supplier<String> service) {
        Stores stores = around.stores();
        ServerConfig config = around.config();
        return new PeopleService(
                new PeopleApi(
                        new PeopleParts(
                                config.domain(),
                                () -> around.running().now().people().signUp(),
                                name -> around.running().now().reservesNumber(name),
                                stores.accounts(),
                                stores.credentials(),
                                stores.bindings(),
                                stores.pictures(),
                                stores.links(),
                                new Passwords(new SealedHa1(around.keys()), config.domain()),
                                around.archive(),
                                around.changes(),
                                address -> around.administration().states().account(address.user()),
                                address ->
                                        around.administration().history().withhold(address.user()),
                                (owner, which) -> end(around, owner, which),
                                (owner, except, text) ->
                                        tell(around.messages(), owner, except, text),
                                around.clock()),
                        new GroupParts(
                                () -> around.running().now().people().groups(),
                                stores.groups(),
                                stores.withholding()),
                        around.administration()
                                .ldap()
                                .directory()
                                .map(one -> new OrganisationParts(one.login(), around.backOff())),
                        signIn,
                        service,
                        () -> tlsPort(around.node()),
                        (owner, label) -> around.administration().addDevice(owner.user(), label),
                        config.tls().certificate().isPresent() || config.tls().acme().isOn()
                                ? Optional.empty()
                                : Optional.of(config.data().resolve("ca.pem"))));
    }

    private static OptionalInt tlsPort(SipNode node) {
        return node.listenPoints().stream()
                .filter(point -> point.transport() == Transport.TLS)
                .mapToInt(point -> point.address().getPort())
                .findFirst();
    }

    /// Without its connection a phone notices at once, and what else went over that ends too.
    private static void end(Around around, AddressOfRecord owner, Predicate<Binding> which) {
        List<Flow> ended = new ArrayList<>();
        around.stores()
                .bindings()
                .update(
                        owner,
                        before -> {
                            ended.clear();
                            List<Binding> kept = new ArrayList<>();
                            for (Binding binding : before) {
                                if (which.test(binding)) {
                                    ended.add(binding.flow());
                                } else {
                                    kept.add(binding);
                                }
                            }
                            ended.removeAll(kept.stream().map(Binding::flow).toList());
                            return kept;
                        });
        around.flows().forget(owner);
        ended.forEach(around.node()::close);
    }

    /// Waits until it is in the devices' queues: they are logged out afterwards, and get it when they are back.
    private static void tell(
            MessageServer messages, AddressOfRecord owner, Optional<String> except, String text) {
        try {
            var _ =
                    messages.tell(owner, except, text)
                            .orTimeout(NOTICE_SECONDS, TimeUnit.SECONDS)
                            .join();
        } catch (CompletionException | StoreUnavailableException e) {
            log.warn("{} is not told of a change of the account: {}", owner, e.toString());
        }
    }

    void addTo(JavalinConfig routes) {
        api.addTo(routes);
    }

    @Override
    public void close() {
        api.close();
    }
}
