package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.file.ContentRules;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.relay.Relay;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that exists for an account while it is logged in: its registration, and where we are. Confined to the
/// user-agent thread.
final class LoggedIn {
    private static final Logger log = LoggerFactory.getLogger(LoggedIn.class);

    /// What it tells the user agent.
    interface Host {
        void tell(UserAgentEvent event);

        /// Whether a call or a message of the account waits for the server.
        boolean isWaitedFor(Account account);

        /// The server knows us at this address.
        ///
        /// @param moved whether the network has changed, and not the address alone
        /// @param isOurs whether it is an Earshot server
        void onRegistered(Identity here, boolean moved, boolean isOurs);

        /// The server has said whether calls without it are allowed.
        void onDirectCalls(Account account, boolean allowed);

        /// The server has said whether calls may be recorded.
        void onRecording(Account account, boolean allowed);

        /// The network has changed; the connection to the server is about to be closed.
        void onCutOff();
    }

    private final Host host;
    private final ChallengeAnswer credentials;
    private final Requester requester;
    private final Registration registration;
    private final NetworkWatch watch;
    private final Relays relays;
    private Optional<URI> service = Optional.empty();
    private boolean keepsFiles;
    private Optional<FileRelay> fileRelay = Optional.empty();
    private Optional<ContentRules> fileRules = Optional.empty();
    private Optional<Identity> identity = Optional.empty();
    // where the server knows us, which may be somewhere else than we are
    private Optional<Identity> known = Optional.empty();
    private Optional<InetAddress> server = Optional.empty();
    private boolean announced;
    private boolean moved;
    private String notice = "";

    LoggedIn(
            Account account,
            UserAgentThread thread,
            Signalling signalling,
            Network network,
            PhoneSettings settings,
            Memory memory,
            InstantSource clock,
            SecureRandom random,
            Host host) {
        this.host = host;
        credentials = new ChallengeAnswer(account, memory);
        requester = new Requester(signalling.sender(), thread, credentials);
        registration =
                new Registration(
                        account,
                        thread,
                        requester,
                        credentials,
                        signalling,
                        settings,
                        clock,
                        random,
                        new RegistrationListener());
        relays = new Relays(settings.relays(), clock);
        watch = new NetworkWatch(thread, network, clock, new NetworkListener());
    }

    /// @throws IllegalStateException with a sentence for the user
    static LoggedIn orSay(Optional<LoggedIn> perhaps) {
        return perhaps.orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    /// Registers, and keeps registered.
    void start() {
        registration.start();
        if (!account().byService() || identity.isEmpty()) {
            watch.towards(account().server());
        }
    }

    /// Takes the registration back; completes when the server has answered.
    CompletableFuture<Void> stop() {
        watch.stop();
        return registration.stop();
    }

    Account account() {
        return credentials.account();
    }

    /// The account has another password now, which we set ourselves.
    void passwordChanged(String password) {
        credentials.passwordChanged(password);
    }

    Requester requester() {
        return requester;
    }

    /// Who and where we are; empty until there was a way to the server.
    Optional<Identity> identity() {
        return identity;
    }

    /// The same, while the server knows that we are there. What is written before it does, it can't tell from what another device of
    /// ours wrote, and our devices would get no copies.
    Optional<Identity> registered() {
        return identity.filter(here -> known.equals(Optional.of(here)));
    }

    /// @throws IllegalStateException with a sentence for the user, where that is not known
    Identity identityOrSay() {
        return identity.orElseThrow(
                () -> new IllegalStateException("the server can't be reached now"));
    }

    /// Whether this is the address of our server.
    boolean isServer(InetAddress address) {
        return server.filter(address::equals).isPresent();
    }

    /// The STUN and TURN servers that calls may use now, in the order in which they should be tried; they hold for half of a
    /// credential's life at least while the server can be reached.
    List<Relay> relays() {
        return relays.current();
    }

    /// Where our server serves phones by HTTPS, as it said at the last registration.
    Optional<URI> service() {
        return service;
    }

    /// The same, where it lets files in.
    Optional<URI> store() {
        return service.filter(_ -> keepsFiles);
    }

    /// Our server's relay for files, as it said at the last registration.
    Optional<FileRelay> fileRelay() {
        return fileRelay;
    }

    /// Which files our server lets us send and take, as it said at the last registration; empty: it says nothing of them.
    Optional<ContentRules> fileRules() {
        return fileRules;
    }

    /// Somebody waits for the server.
    void hurry() {
        registration.hurry();
    }

    void flowClosed(Flow flow) {
        registration.flowClosed(flow);
    }

    private final class RegistrationListener implements Registration.Listener {
        @Override
        public void onLocated(Identity here) {
            identity = Optional.of(here);
            if (account().byService() && server.isEmpty()) {
                watch.towards(here.server()); // of the domain itself there may be no address
            }
        }

        @Override
        public boolean isWaitedFor() {
            return host.isWaitedFor(account());
        }

        @Override
        public void onRegistered(RegisterAnswer.Granted granted, Flow flow) {
            known = identity;
            relays.told(granted.relays());
            service = granted.service();
            keepsFiles = granted.keepsFiles();
            fileRelay = granted.fileRelay();
            if (!granted.fileRules().equals(fileRules)) {
                fileRules = granted.fileRules();
                log.info(
                        "files by the rules of {}: {}",
                        account().address().domain(),
                        fileRules.map(FileRulesHeader::text).orElse("it says none"));
            }
            server = Optional.of(flow.remote().getAddress());
            // not its name, which may stand for several
            watch.towards(
                    new Destination.Address(
                            flow.transport(),
                            flow.remote().getAddress().getHostAddress(),
                            flow.remote().getPort(),
                            account().server().certificateDomain()));
            if (!announced) {
                announced = true;
                host.tell(
                        new UserAgentEvent.Registered(
                                account().address().toString(), granted.expires()));
            }
            if (!granted.notice().equals(notice)) {
                notice = granted.notice();
                host.tell(new UserAgentEvent.NoticeChanged(notice));
            }
            host.onDirectCalls(account(), granted.directCalls());
            host.onRecording(account(), granted.recording());
            boolean since = moved;
            moved = false;
            host.onRegistered(identity.orElseThrow(), since, granted.isOurs());
        }

        @Override
        public void onFailed(String reason, Optional<Duration> retryIn) {
            announced = false;
            known = Optional.empty();
            host.tell(
                    new UserAgentEvent.RegistrationFailed(
                            account().address().toString(), reason, retryIn));
        }
    }

    private final class NetworkListener implements NetworkWatch.Listener {
        @Override
        public void onMoved() {
            log.info("the network changed");
            moved = true;
            host.onCutOff();
            registration.moved();
        }

        @Override
        public void onBack() {
            registration.networkIsBack();
        }
    }
}
