package org.earshot.server.acme;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.ServerCertificate;
import org.earshot.common.key.ServerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a certificate of a public authority good: gets one, and another one in time. One round at a time; what is in use stays in use
/// whatever goes wrong here.
public final class AcmeRenewal {
    private static final Logger log = LoggerFactory.getLogger(AcmeRenewal.class);

    private final AcmeClient client;
    private final List<String> names;
    private final Path file;
    private final Runnable renewed;
    private final InstantSource clock;
    private int failures;
    private Instant notBefore = Instant.MIN;

    /// @param file where key and certificate are kept, for [ServerTls#ofKept]
    /// @param renewed told of another one there
    AcmeRenewal(
            AcmeClient client,
            List<String> names,
            Path file,
            Runnable renewed,
            InstantSource clock) {
        this.client = client;
        this.names = List.copyOf(names);
        this.file = file;
        this.renewed = renewed;
        this.clock = clock;
    }

    /// Gets another certificate if that is due. Blocks up to some minutes then.
    public void round() {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return;
        }
        try {
            if (RenewalPlan.isDue(ServerTls.kept(file, clock), names, now)) {
                ServerCertificate got = client.get(names);
                ServerTls.keep(file, got);
                renewed.run();
                log.info(
                        "the certificate authority certified {}, until {}",
                        String.join(", ", names),
                        got.leaf().getNotAfter().toInstant());
            }
            failures = 0;
        } catch (AcmeFailedException | KeyRingException e) {
            failures++;
            Duration pause = RenewalPlan.pause(failures);
            notBefore = now.plus(pause);
            log.warn(
                    "no certificate for {}: {}. {}; tried again in {}",
                    String.join(", ", names),
                    e.getMessage(),
                    inUse(),
                    RenewalPlan.words(pause));
            log.debug("as it came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String inUse() {
        try {
            Optional<ServerCertificate> kept = ServerTls.kept(file, clock);
            return kept.map(one -> "The one in use ends " + one.leaf().getNotAfter().toInstant())
                    .orElse(
                            "Until then phones are shown the server's own, which only phones trust that know DATA/ca.pem");
        } catch (KeyRingException e) {
            return "The one in use stays";
        }
    }
}
