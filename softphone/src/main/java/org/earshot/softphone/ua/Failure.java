package org.earshot.softphone.ua;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Why something did not come about, or waits, as far as users meet it often. Each has one English sentence, which stands in the reasons of events and in what is kept; a
/// window in another language finds the kind by it.
public enum Failure {
    NO_SUCH_ADDRESS("no such address"),
    NO_ANSWER("no answer"),
    NOT_REACHABLE("not reachable now"),
    CALL_OVER("the call is over"),
    BUSY("busy"),
    CANCELLED("cancelled"),
    NO_COMMON_AUDIO("no audio that both can do"),
    NOT_ALLOWED("not allowed"),
    DECLINED("declined"),
    SERVER_BUSY("the server can't do it now"),
    MOVED("moved to another address"),
    TOO_LONG("too long for the server"),
    ADDRESS_TOO_LONG("the address is too long"),
    TAKES_NO_TEXT("the other phone takes no text"),
    MAILBOX_FULL("the mailbox of the other one is full"),
    TAKES_NO_MESSAGES("the other phone takes no messages"),
    TAKES_NO_FILES("the other phone takes no files"),
    OTHER_GONE("the other side is gone"),
    TOO_MANY_FILES("the other phone has too many files to decide on"),
    NOT_ENCRYPTED("the other phone can't be reached encrypted"),
    NO_REPLY("the other phone does not answer"),
    NOT_CONFIRMED("the caller did not confirm"),
    NOT_ANSWERED("not answered"),
    REPLACED("another call has come in its place"),
    HUNG_UP("hung up"),
    NETWORK_CHANGED("the network changed"),
    ANSWERED_ELSEWHERE("answered elsewhere"),
    CALLER_HUNG_UP("the caller hung up"),
    OTHER_HUNG_UP("the other side hung up"),
    TOO_MANY_CALLS("too many calls at once"),
    DO_NOT_DISTURB("do not disturb"),
    NO_WAY("no way between the phones was found, or none is left"),
    CONNECTION_LOST("the connection to the server was lost"),
    NO_SERVER("no way to the server"),
    WRONG_PASSWORD("wrong password, or no such account"),
    FOREIGN_CHALLENGE("asked for a password that is not for this account's domain"),
    NOT_KEPT("the message was not kept: write it anew"),
    NOT_DELIVERED("it could not be delivered"),
    OTHER_NETWORK("this phone is in another network now"),
    FILE_CHANGED("the file is not the same any more as when it was offered"),
    WAITS_FOR_OTHERS("waits until others to the same person are through"),
    SERVER_AWAY("the server can't be reached now"),
    OTHER_ENDED("the other side ended it"),
    NO_DIRECT_WAY("the two phones can't reach each other"),
    OVER_RELAY("the other phone could not connect; tries over the server's relay"),
    OTHER_PHONE_GONE("the other phone is gone"),
    OTHER_PHONE("the other phone"),
    SENDER_TOOK_BACK("the sender took it back"),
    TAKEN_ELSEWHERE("taken by another phone of yours"),
    SENDER_NOT_BACK("the sender did not come back"),
    ENDED_EARLY("the sender ended before all was there"),
    SENDER_INTERRUPTED("the sender was interrupted"),
    PAUSED_BY_OTHER("the other side paused it"),
    GOES_ON("goes on"),
    SENDER_ASKED("the sender is asked to go on"),
    GOES_TO_SERVER("goes to the server"),
    WAITS_FOR_SERVER("waits until others have gone to the server"),
    FILE_NOT_KEPT("the server does not have the file any more, or not for you");

    private static final Map<String, Failure> BY_WORDS =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Failure::words, Function.identity()));

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    /// In English, such as `no such address`.
    public String words() {
        return words;
    }

    /// As in the names of texts, such as `no-such-address`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind of a reason.
    ///
    /// @return empty where it is none of these, such as another's words
    public static Optional<Failure> of(String reason) {
        return Optional.ofNullable(BY_WORDS.get(reason));
    }
}
