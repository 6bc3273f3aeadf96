package org.earshot.softphone.ua;

import java.util.Locale;
import org.earshot.common.presence.PresenceRules;

/// Whether one other person may see how the user can be reached.
///
/// @param uri who
public record PresenceRule(String uri, Sight sight) {

    /// What they see.
    public enum Sight {
        /// What there is.
        ALLOW,
        /// That the user is never there.
        POLITE,
        /// Nothing: who asks is refused.
        BLOCK,
        /// As the server has it for everybody; in a list: who has asked, and waits.
        ASK;

        static Sight of(PresenceRules.Handling handling) {
            return switch (handling) {
                case ALLOW -> ALLOW;
                case POLITE_BLOCK -> POLITE;
                case BLOCK -> BLOCK;
                case CONFIRM -> ASK;
            };
        }

        PresenceRules.Handling handling() {
            return switch (this) {
                case ALLOW -> PresenceRules.Handling.ALLOW;
                case POLITE -> PresenceRules.Handling.POLITE_BLOCK;
                case BLOCK -> PresenceRules.Handling.BLOCK;
                case ASK -> PresenceRules.Handling.CONFIRM;
            };
        }

        /// Reads what the user types.
        ///
        /// @throws IllegalArgumentException with a sentence for the user
        public static Sight ofWord(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "allow" -> ALLOW;
                case "polite" -> POLITE;
                case "block" -> BLOCK;
                case "forget" -> ASK;
                default ->
                        throw new IllegalArgumentException(
                                "usage: rule allow|polite|block|forget URI");
            };
        }

        /// Such as `allow`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
