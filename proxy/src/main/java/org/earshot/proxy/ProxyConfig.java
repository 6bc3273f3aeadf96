package org.earshot.proxy;

import java.time.Duration;
import java.util.List;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.ListenPoint;
import org.earshot.proxy.channel.ChannelPolicy;
import org.earshot.proxy.channel.FileRules;

/// What an administrator can set.
///
/// @param domain whose proxy this is; also the realm of our credentials
/// @param listenPoints where we listen: at least one; the first of a transport is told to peers whom we call ourselves
/// @param trusted who is neither challenged nor checked for identity
/// @param timerC how long an INVITE may ring after its last sign of life; above 3 minutes (RFC 3261 §16.6 step 11)
/// @param maxForks the most branches of one request, 1–60
/// @param dialogLifetime how long a Record-Route of ours is good
/// @param maxCalls how many calls the list of live calls holds
/// @param retryAfter how long to wait when something is out of order here
/// @param unrecorded what passes beside the record
/// @param files what phones may send each other
/// @param relaysWhileAway whether texts are relayed, and recorded later, while the record can't be written
public record ProxyConfig(
        LocalDomain domain,
        List<ListenPoint> listenPoints,
        TrustedNetworks trusted,
        Duration timerC,
        int maxForks,
        Duration dialogLifetime,
        int maxCalls,
        Duration retryAfter,
        ChannelPolicy unrecorded,
        FileRules files,
        boolean relaysWhileAway) {

    public ProxyConfig {
        listenPoints = List.copyOf(listenPoints);
        if (listenPoints.isEmpty()) {
            throw new IllegalArgumentException("a proxy listens somewhere");
        }
        if (timerC.compareTo(Duration.ofMinutes(3)) <= 0) {
            throw new IllegalArgumentException("proxy.timerC is not above 3 minutes");
        }
        if (maxForks < 1 || maxForks > 60) {
            throw new IllegalArgumentException("proxy.maxForks is not 1-60");
        }
    }

    /// Nobody trusted, and what the RFCs suggest.
    public static ProxyConfig of(LocalDomain domain, List<ListenPoint> listenPoints) {
        return new ProxyConfig(
                domain,
                listenPoints,
                TrustedNetworks.none(),
                Duration.ofSeconds(185),
                10,
                Duration.ofHours(24),
                100_000,
                Duration.ofSeconds(5),
                ChannelPolicy.STRICT,
                FileRules.NONE,
                false);
    }

    /// The same with other trusted networks.
    public ProxyConfig withTrusted(TrustedNetworks networks) {
        return with(networks, unrecorded, files, relaysWhileAway);
    }

    /// The same with another policy.
    public ProxyConfig withUnrecorded(ChannelPolicy policy) {
        return with(trusted, policy, files, relaysWhileAway);
    }

    /// The same with other rules for files.
    public ProxyConfig withFiles(FileRules rules) {
        return with(trusted, unrecorded, rules, relaysWhileAway);
    }

    /// The same, with texts relayed while the record can't be written.
    public ProxyConfig relayingWhileAway() {
        return with(trusted, unrecorded, files, true);
    }

    private ProxyConfig with(
            TrustedNetworks networks, ChannelPolicy policy, FileRules rules, boolean relays) {
        return new ProxyConfig(
                domain,
                listenPoints,
                networks,
                timerC,
                maxForks,
                dialogLifetime,
                maxCalls,
                retryAfter,
                policy,
                rules,
                relays);
    }
}
