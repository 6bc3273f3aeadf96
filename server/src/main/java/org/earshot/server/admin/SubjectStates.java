package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;

/// How things are that commands change, in words and without secrets, as it stands in the record before and after. Calls may block.
public interface SubjectStates {

    /// An account: its name, and which passwords it has.
    String account(String name);

    /// A group, its rules and its members.
    String group(String name);

    /// Whether somebody may see an account.
    String presence(String owner, String watcher);

    /// Somebody's entry on a contact list.
    String contact(String owner, String contact);

    /// Whether an account gets messages of a sender.
    String blocked(String owner, String sender);

    /// From which devices history and contact list are withheld.
    String history(String name);

    /// The names of the keys in the ring.
    String keys();

    /// Somebody with a role.
    String person(String name);

    /// How long records of a class are kept.
    String retention(String name);

    /// A hold.
    String hold(String name);

    /// A rule of the lexicon: its version.
    String reviewRule(String name);

    /// An item of the review: its state, and who has it.
    String reviewItem(String number);

    /// Whose messages an officer does not review.
    String recusals(String officer);

    /// A stored file: whose it is, what, and who may fetch it.
    String file(String id);

    /// A file that is held back: whose it is, what, why, and whom it is for.
    String heldFile(String id);

    /// An invitation: for whom, and whether it can be used.
    String invitation(String id);

    /// An API token: whose, what for, and whether it can be used.
    String token(String id);

    /// A ban: since when, and until when.
    String ban(String network);

    /// What somebody has set in the configuration file.
    String configuration();

    /// The address that a name stands for; empty if it can't be one.
    Optional<String> address(String name);

    /// The state that a command's rule asks for.
    ///
    /// @param names as they were typed behind the command
    /// @return "none" for what is not there
    default String of(CommandAbout about, List<String> names) {
        String first = names.isEmpty() ? "" : names.getFirst();
        String second = names.size() < 2 ? "" : names.get(1);
        return switch (about) {
            case NOTHING -> "";
            case ACCOUNT -> account(first);
            case GROUP -> group(first);
            case PRESENCE -> presence(first, second);
            case CONTACTS -> contact(first, second);
            case BLOCKED -> blocked(first, second);
            case HISTORY -> history(first);
            case KEYS -> keys();
            case PERSON -> person(first);
            case RETENTION -> retention(first);
            case HOLD -> hold(first);
            case REVIEW_RULE -> reviewRule(first);
            case REVIEW_ITEM -> reviewItem(first);
            case RECUSAL -> recusals(first);
            case FILE -> file(first);
            case HELD_FILE -> heldFile(first);
            case INVITATION -> invitation(first);
            case TOKEN -> token(first);
            case BAN -> ban(first);
            case CONFIGURATION -> configuration();
        };
    }
}
