package org.earshot.server.admin;

import java.util.Map;
import java.util.Optional;

/// What a command does, as far as the record and who may are concerned. Each command has one: what has none is not carried out.
///
/// @param about whose state stands in the record before and after
record CommandRule(Kind kind, CommandAbout about) {

    /// From what harms nobody to what only officers do.
    enum Kind {
        /// Says how the server is, or whether the record is whole. Not recorded.
        FREE,
        /// Shows or exports facts. Recorded when it is over, so that a dump is of the record that anchors were copied of; and shown
        /// also where that can't be: a record that is damaged must be open to its auditor.
        LOOKS,
        /// Changes something. Recorded before it happens, and what became of it.
        CHANGES,
        /// Makes or ends what is one's own: also for auditors. Recorded like a change.
        OWNS,
        /// Says who has which role. Recorded like a change.
        APPOINTS,
        /// Gives somebody's new devices, or those who come to a group, what was written before. Recorded like a change. For officers: else an administrator would set
        /// a password, or let himself into a group, release the history to himself, and read.
        RELEASES,
        /// Says what is kept, and for how long. Recorded like a change. For officers: administrators neither shorten nor lift anything.
        KEEPS,
        /// Shows what was written. Recorded first.
        READS_CONTENT,
        /// Shows what officers supervise by, and what they decided. Recorded first.
        OVERSEES,
        /// Changes what officers supervise by, or decides. Recorded like a change, without the values of options: these stand in the
        /// sealed part of an event of its own.
        REVIEWS
    }

    private static final CommandRule FREE = new CommandRule(Kind.FREE, CommandAbout.NOTHING);
    private static final CommandRule LOOKS = new CommandRule(Kind.LOOKS, CommandAbout.NOTHING);

    private static final Map<String, CommandRule> RULES =
            Map.ofEntries(
                    Map.entry("status", FREE),
                    Map.entry("config check", FREE),
                    Map.entry("archive verify", FREE),
                    Map.entry("archive search", LOOKS),
                    Map.entry("archive show", LOOKS),
                    Map.entry("archive dump", LOOKS),
                    Map.entry(
                            "archive file",
                            new CommandRule(Kind.READS_CONTENT, CommandAbout.NOTHING)),
                    Map.entry("retention list", LOOKS),
                    Map.entry("retention set", keeps(CommandAbout.RETENTION)),
                    Map.entry("hold list", LOOKS),
                    Map.entry("hold add", keeps(CommandAbout.HOLD)),
                    Map.entry("hold lift", keeps(CommandAbout.HOLD)),
                    Map.entry("erase", keeps(CommandAbout.NOTHING)),
                    Map.entry("lexicon list", oversees()),
                    Map.entry("lexicon show", oversees()),
                    Map.entry("lexicon test", oversees()),
                    Map.entry("lexicon add", reviews(CommandAbout.REVIEW_RULE)),
                    Map.entry("lexicon change", reviews(CommandAbout.REVIEW_RULE)),
                    Map.entry("lexicon remove", reviews(CommandAbout.REVIEW_RULE)),
                    Map.entry("review list", oversees()),
                    Map.entry("review recusals", oversees()),
                    Map.entry("review verify", oversees()),
                    Map.entry(
                            "review show",
                            new CommandRule(Kind.READS_CONTENT, CommandAbout.NOTHING)),
                    Map.entry("review take", reviews(CommandAbout.REVIEW_ITEM)),
                    Map.entry("review assign", reviews(CommandAbout.REVIEW_ITEM)),
                    Map.entry("review close", reviews(CommandAbout.REVIEW_ITEM)),
                    Map.entry("review recuse", reviews(CommandAbout.RECUSAL)),
                    // with --content as all that shows content
                    Map.entry("archive export", LOOKS),
                    Map.entry("bindings", LOOKS),
                    Map.entry("calls", LOOKS),
                    Map.entry("quality", LOOKS),
                    Map.entry("call list", LOOKS),
                    Map.entry("call show", LOOKS),
                    Map.entry("paused", LOOKS),
                    Map.entry("failed-logins", LOOKS),
                    Map.entry("ban list", LOOKS),
                    Map.entry("ban lift", changes(CommandAbout.BAN)),
                    Map.entry("trunk list", LOOKS),
                    Map.entry("dialplan show", LOOKS),
                    Map.entry("dialplan test", LOOKS),
                    Map.entry("config show", LOOKS),
                    Map.entry("config text", LOOKS),
                    Map.entry("config diff", LOOKS),
                    Map.entry("config history", LOOKS),
                    Map.entry("config apply", changes(CommandAbout.CONFIGURATION)),
                    Map.entry("config rollback", changes(CommandAbout.CONFIGURATION)),
                    Map.entry("unregister", changes(CommandAbout.ACCOUNT)),
                    // who has it may appoint people
                    Map.entry("console-link", new CommandRule(Kind.APPOINTS, CommandAbout.NOTHING)),
                    Map.entry("ca export", LOOKS),
                    Map.entry("ca fingerprint", LOOKS),
                    Map.entry("user list", LOOKS),
                    Map.entry("user add", changes(CommandAbout.ACCOUNT)),
                    Map.entry("user passwd", changes(CommandAbout.ACCOUNT)),
                    Map.entry("user delete", changes(CommandAbout.ACCOUNT)),
                    Map.entry("user close", changes(CommandAbout.ACCOUNT)),
                    Map.entry("user open", changes(CommandAbout.ACCOUNT)),
                    Map.entry("user closed", LOOKS),
                    // with --content as all that shows content
                    Map.entry("user export", LOOKS),
                    // it ends what is kept, and can't be taken back
                    Map.entry("user anonymise", keeps(CommandAbout.ACCOUNT)),
                    Map.entry("user reset-link", changes(CommandAbout.ACCOUNT)),
                    Map.entry("device add", changes(CommandAbout.ACCOUNT)),
                    Map.entry("device file", changes(CommandAbout.ACCOUNT)),
                    Map.entry("invitation list", LOOKS),
                    Map.entry("invitation add", changes(CommandAbout.NOTHING)),
                    Map.entry("invitation revoke", changes(CommandAbout.INVITATION)),
                    Map.entry("ldap show", LOOKS),
                    Map.entry("ldap test", LOOKS),
                    Map.entry("ldap check", LOOKS),
                    Map.entry("ldap sync", changes(CommandAbout.NOTHING)),
                    Map.entry("presence list", LOOKS),
                    Map.entry("presence allow", changes(CommandAbout.PRESENCE)),
                    Map.entry("presence block", changes(CommandAbout.PRESENCE)),
                    Map.entry("presence forget", changes(CommandAbout.PRESENCE)),
                    Map.entry("contacts list", LOOKS),
                    Map.entry("contacts add", changes(CommandAbout.CONTACTS)),
                    Map.entry("contacts remove", changes(CommandAbout.CONTACTS)),
                    Map.entry("group list", LOOKS),
                    Map.entry("group show", LOOKS),
                    Map.entry("group add", changes(CommandAbout.GROUP)),
                    Map.entry("group set", changes(CommandAbout.GROUP)),
                    Map.entry("group release", new CommandRule(Kind.RELEASES, CommandAbout.GROUP)),
                    Map.entry("group delete", changes(CommandAbout.GROUP)),
                    Map.entry("group member add", changes(CommandAbout.GROUP)),
                    Map.entry("group member remove", changes(CommandAbout.GROUP)),
                    Map.entry("messages waiting", LOOKS),
                    Map.entry("messages block", changes(CommandAbout.BLOCKED)),
                    Map.entry("messages unblock", changes(CommandAbout.BLOCKED)),
                    Map.entry("file list", LOOKS),
                    Map.entry("file show", LOOKS),
                    Map.entry("file delete", changes(CommandAbout.FILE)),
                    Map.entry("file quarantine list", LOOKS),
                    Map.entry("file quarantine show", LOOKS),
                    Map.entry(
                            "file quarantine fetch",
                            new CommandRule(Kind.READS_CONTENT, CommandAbout.NOTHING)),
                    Map.entry("file quarantine release", changes(CommandAbout.HELD_FILE)),
                    Map.entry("file quarantine delete", changes(CommandAbout.HELD_FILE)),
                    Map.entry("history show", LOOKS),
                    Map.entry(
                            "history release",
                            new CommandRule(Kind.RELEASES, CommandAbout.HISTORY)),
                    Map.entry("backup", LOOKS),
                    Map.entry("restore", FREE),
                    Map.entry("doctor", FREE),
                    Map.entry("keys export", changes(CommandAbout.KEYS)),
                    Map.entry("keys import", changes(CommandAbout.KEYS)),
                    Map.entry("keys rotate", changes(CommandAbout.KEYS)),
                    Map.entry("keys reload", changes(CommandAbout.KEYS)),
                    Map.entry("token list", LOOKS),
                    Map.entry("token add", new CommandRule(Kind.OWNS, CommandAbout.NOTHING)),
                    Map.entry("token revoke", new CommandRule(Kind.OWNS, CommandAbout.TOKEN)),
                    Map.entry("officer list", LOOKS),
                    Map.entry("officer add", appoints()),
                    Map.entry("officer remove", appoints()),
                    Map.entry("officer passwd", appoints()),
                    // whoever comes next under the name is that person
                    Map.entry("officer untie", appoints()));

    private static CommandRule changes(CommandAbout about) {
        return new CommandRule(Kind.CHANGES, about);
    }

    private static CommandRule keeps(CommandAbout about) {
        return new CommandRule(Kind.KEEPS, about);
    }

    private static CommandRule oversees() {
        return new CommandRule(Kind.OVERSEES, CommandAbout.NOTHING);
    }

    private static CommandRule reviews(CommandAbout about) {
        return new CommandRule(Kind.REVIEWS, about);
    }

    private static CommandRule appoints() {
        return new CommandRule(Kind.APPOINTS, CommandAbout.PERSON);
    }

    /// The rule of a command.
    ///
    /// @param path its words
    static Optional<CommandRule> of(String path) {
        return Optional.ofNullable(RULES.get(path));
    }

    /// With an option that shows what was written.
    CommandRule withContent() {
        return new CommandRule(Kind.READS_CONTENT, about);
    }

    boolean changesSomething() {
        return switch (kind) {
            case CHANGES, OWNS, APPOINTS, RELEASES, KEEPS, REVIEWS -> true;
            case FREE, LOOKS, READS_CONTENT, OVERSEES -> false;
        };
    }

    /// Whether the record has its options without their values.
    boolean isDiscreet() {
        return kind == Kind.OVERSEES || kind == Kind.REVIEWS;
    }
}
