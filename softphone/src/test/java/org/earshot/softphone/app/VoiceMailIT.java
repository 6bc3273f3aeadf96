package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.SystemTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.ContactStore;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ua.Memory;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.PhoneSettings;
import org.earshot.softphone.ua.SipUserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A phone on real sockets at a server of another make that has voice mail. The bodies are those of RFC 3842 §5.
class VoiceMailIT {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final SystemTimers timers = new SystemTimers("test-timers");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DataFolder folder = DataFolder.temporary();
    private final EngineSound sound =
            new EngineSound(
                    new SystemAudioBackend(),
                    new AudioSpec.Tone(),
                    new AudioSpec.Null(),
                    folder,
                    Runnable::run);
    private final BlockingQueue<Optional<Mailbox>> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        sound.engine().close();
        folder.close();
        timers.close();
        threads.shutdown();
    }

    private interface Script {
        void play(VoiceMailServer server) throws Exception;
    }

    private void at(VoiceMailServer server, Script script) throws Exception {
        CompletableFuture<SipUserAgent> agent = new CompletableFuture<>();
        ListenPoint udp = new ListenPoint(Transport.UDP, new InetSocketAddress(HERE, 0));
        try (SipNode node =
                SipNode.open(
                        SipNodeConfig.plain("phone", udp), timers, r -> agent.join().handle(r))) {
            agent.complete(agent(node));
            agent.join()
                    .subscribe(event -> {
                        if (event instanceof UserAgentEvent.MailboxChanged(var mailbox)) {
                            told.add(mailbox);
                        }
                    });
            agent.join()
                    .register(
                            Account.of(
                                    "sip:alice@test.example", "secret", server.address(), "udp"));
            script.play(server);
            agent.join().quit().toCompletableFuture().join();
        }
    }

    private SipUserAgent agent(SipNode node) {
        SecureRandom random = new SecureRandom();
        return new SipUserAgent(
                new StackSignalling(node),
                _ -> CompletableFuture.completedFuture(Optional.of(HERE)),
                new SessionMedia(
                        sound,
                        Codecs.pureJava(),
                        new PortRange(20_000, 29_998),
                        Optional.empty(),
                        RecordingPolicy.TONE,
                        Optional.empty(),
                        EndTones.of(sound.engine()),
                        MediaTap.NONE,
                        random),
                PhoneSettings.of("urn:uuid:0-test"),
                Memory.ofThisRun(),
                MessageStore.ofThisRun(),
                ContactStore.ofThisRun(),
                timers,
                InstantSource.system(),
                threads,
                random);
    }

    private Optional<Mailbox> next() throws InterruptedException {
        Optional<Mailbox> mailbox = told.poll(20, TimeUnit.SECONDS);
        assertThat(mailbox).as("something is told in time").isNotNull();
        return mailbox;
    }

    @Test
    void whatWaitsIsAskedForAndTold() throws Exception {
        try (VoiceMailServer server = new VoiceMailServer(200).start()) {
            at(
                    server,
                    _ -> {
                        assertThat(server.next("SUBSCRIBE"))
                                .startsWith("SUBSCRIBE sip:alice@test.example")
                                .contains("Event: message-summary")
                                .contains("Accept: application/simple-message-summary");
                        server.tell(
                                """
                                Messages-Waiting: yes
                                Message-Account: sip:alice@vmail.example.com
                                Voice-Message: 2/8 (0/2)
                                """);
                        assertThat(next())
                                .contains(
                                        new Mailbox(
                                                true,
                                                Optional.of("sip:alice@vmail.example.com"),
                                                2,
                                                8,
                                                0,
                                                2));
                        assertThat(server.next("SIP/2.0 200")).contains("NOTIFY");
                        server.tell("Messages-Waiting: no\n");
                        assertThat(next())
                                .contains(new Mailbox(false, Optional.empty(), 0, 0, 0, 0));
                    });
        }
    }

    @Test
    void whereNothingCanBeAskedForItHearsWhatIsToldAnyway() throws Exception {
        try (VoiceMailServer server = new VoiceMailServer(489).start()) {
            at(
                    server,
                    _ -> {
                        server.next("SUBSCRIBE");
                        server.tellUnasked("Messages-Waiting: yes\nVoice-Message: 1/0\n");
                        assertThat(next())
                                .contains(new Mailbox(true, Optional.empty(), 1, 0, 0, 0));
                        assertThat(server.next("SIP/2.0 200")).contains("NOTIFY");
                    });
        }
    }
}
