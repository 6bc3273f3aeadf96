package org.earshot.registrar.presence;

import java.time.Duration;
import org.earshot.common.address.LocalDomain;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.watch.NotifyLimits;

/// What an administrator can set.
///
/// @param domain whose presence this is
/// @param consent who may see what, where an owner has said nothing
/// @param minExpires shorter subscriptions and publications are refused with 423; at least 1 s
/// @param defaultExpires where the phone names none
/// @param maxExpires longer ones are shortened to this; at most 24 h
/// @param maxSubscriptions on this node
/// @param maxSubscriptionsPerAccount of one watcher
/// @param maxPublications of one address; the oldest goes
/// @param maxDocumentBytes the largest body of a PUBLISH or SUBSCRIBE
/// @param listName the user part of the address of lists, such as `rls`
/// @param pace how often watchers are told
/// @param keepReports how long what phones report of calls is kept; zero: none is taken
/// @param retryAfter how long to wait when something is out of order here
public record PresenceConfig(
        LocalDomain domain,
        Consent consent,
        Duration minExpires,
        Duration defaultExpires,
        Duration maxExpires,
        int maxSubscriptions,
        int maxSubscriptionsPerAccount,
        int maxPublications,
        int maxDocumentBytes,
        String listName,
        NotifyLimits pace,
        Duration keepReports,
        Duration retryAfter) {

    public PresenceConfig {
        if (minExpires.compareTo(Duration.ofSeconds(1)) < 0
                || minExpires.compareTo(defaultExpires) > 0
                || defaultExpires.compareTo(maxExpires) > 0
                || maxExpires.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(
                    "presence.minExpires, defaultExpires and maxExpires are not 1 s to 24 h in this order");
        }
        if (maxSubscriptions < 1 || maxSubscriptionsPerAccount < 1 || maxPublications < 1) {
            throw new IllegalArgumentException("a limit of presence is below 1");
        }
    }

    /// Colleagues see each other; 60 s, 1 h, 2 h; 200,000 subscriptions, 500 of an account; 20 publications; reports for 30 days.
    public static PresenceConfig of(LocalDomain domain) {
        return new PresenceConfig(
                domain,
                new Consent(Consent.Others.COLLEAGUES, Consent.Lamps.COLLEAGUES, false),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofHours(2),
                200_000,
                500,
                20,
                64 * 1024,
                "rls",
                NotifyLimits.DEFAULT,
                Duration.ofDays(30),
                Duration.ofSeconds(5));
    }

    /// The same with another consent.
    public PresenceConfig withConsent(Consent other) {
        return new PresenceConfig(
                domain,
                other,
                minExpires,
                defaultExpires,
                maxExpires,
                maxSubscriptions,
                maxSubscriptionsPerAccount,
                maxPublications,
                maxDocumentBytes,
                listName,
                pace,
                keepReports,
                retryAfter);
    }

    /// The same with other limits.
    public PresenceConfig withLimits(int subscriptions, int perAccount, int publications) {
        return new PresenceConfig(
                domain,
                consent,
                minExpires,
                defaultExpires,
                maxExpires,
                subscriptions,
                perAccount,
                publications,
                maxDocumentBytes,
                listName,
                pace,
                keepReports,
                retryAfter);
    }

    /// The same with reports of calls kept for another time.
    public PresenceConfig withReportsFor(Duration time) {
        return new PresenceConfig(
                domain,
                consent,
                minExpires,
                defaultExpires,
                maxExpires,
                maxSubscriptions,
                maxSubscriptionsPerAccount,
                maxPublications,
                maxDocumentBytes,
                listName,
                pace,
                time,
                retryAfter);
    }
}
