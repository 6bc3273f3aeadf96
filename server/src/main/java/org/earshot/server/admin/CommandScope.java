package org.earshot.server.admin;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.earshot.server.token.Scope;

/// Which scope a token needs for a command. Pure. Where there is none, the command needs somebody who has logged in: whatever gives
/// powers to people, tokens or phones, decides a review, ends what is kept, or touches keys.
public final class CommandScope {
    /// What the commands of a first word are about.
    private record Area(Scope read, Optional<Scope> write) {
        static Area of(Scope read, Scope write) {
            return new Area(read, Optional.of(write));
        }
    }

    private static final Area PEOPLE = Area.of(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Area LIVE = Area.of(Scope.LIVE_READ, Scope.LIVE_WRITE);
    private static final Area ARCHIVE = new Area(Scope.ARCHIVE_READ, Optional.empty());
    private static final Area CONFIGURATION =
            Area.of(Scope.CONFIGURATION_READ, Scope.CONFIGURATION_WRITE);
    private static final Area SECURITY = Area.of(Scope.SECURITY_READ, Scope.SECURITY_WRITE);

    private static final Map<String, Area> AREAS =
            Map.ofEntries(
                    Map.entry("user", PEOPLE),
                    Map.entry("device", PEOPLE),
                    Map.entry("invitation", PEOPLE),
                    Map.entry("ldap", PEOPLE),
                    Map.entry("presence", PEOPLE),
                    Map.entry("contacts", PEOPLE),
                    Map.entry("group", PEOPLE),
                    Map.entry("messages", PEOPLE),
                    Map.entry("history", PEOPLE),
                    Map.entry("bindings", LIVE),
                    Map.entry("calls", LIVE),
                    Map.entry("quality", LIVE),
                    Map.entry("call", LIVE),
                    Map.entry("unregister", LIVE),
                    Map.entry("trunk", LIVE),
                    Map.entry("dialplan", CONFIGURATION),
                    Map.entry("status", LIVE),
                    Map.entry("file", Area.of(Scope.FILES_READ, Scope.FILES_WRITE)),
                    Map.entry("archive", ARCHIVE),
                    Map.entry("retention", ARCHIVE),
                    Map.entry(
                            "hold", new Area(Scope.ARCHIVE_READ, Optional.of(Scope.ARCHIVE_WRITE))),
                    Map.entry("config", CONFIGURATION),
                    Map.entry("ca", CONFIGURATION),
                    Map.entry("paused", SECURITY),
                    Map.entry("ban", SECURITY),
                    Map.entry("failed-logins", SECURITY),
                    Map.entry("officer", SECURITY),
                    Map.entry("token", SECURITY));

    private CommandScope() {}

    /// The scope of a command as it would be given.
    ///
    /// @param path its words
    /// @param options their names
    /// @return empty: no token is enough
    public static Optional<Scope> of(String path, Collection<String> options) {
        return CommandRule.of(path)
                .map(rule ->
                        options.stream().anyMatch(Asked.OF_CONTENT::contains)
                                ? rule.withContent()
                                : rule)
                .flatMap(rule -> of(path, rule));
    }

    private static Optional<Scope> of(String path, CommandRule rule) {
        Optional<Area> area = Optional.ofNullable(AREAS.get(path.split(" ", 2)[0]));
        return switch (rule.kind()) {
            case READS_CONTENT -> Optional.of(Scope.CONTENT_READ);
            case OVERSEES -> Optional.of(Scope.REVIEWS_READ);
            case FREE, LOOKS -> area.map(Area::read);
            case CHANGES -> area.flatMap(Area::write);
            // to lift one takes two people
            case KEEPS -> path.equals("hold add") ? area.flatMap(Area::write) : Optional.empty();
            case APPOINTS, OWNS, RELEASES, REVIEWS -> Optional.empty();
        };
    }

    /// Why a token does not do for a command; empty if it does, or nobody shows one.
    static Optional<String> refusal(Asked asked, Optional<Caller.Token> token) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<Scope> needed = of(asked.path(), asked.rule());
        if (needed.isEmpty()) {
            return Optional.of(
                    "no token is enough for " + asked.path() + ": somebody has to log in for it");
        }
        return needed.filter(scope -> !token.get().scopes().contains(scope))
                .map(scope ->
                        "the token \"" + token.get().name() + "\" is not for " + scope.text());
    }
}
