package org.earshot.server.ladder;

import java.util.Locale;
import javax.sip.message.Request;

/// A message as a rung of the ladder. Immutable.
///
/// @param from number of the participant that sent it
/// @param to number of the participant that got it
/// @param again whether it was sent before: it or its answer was lost or late
public record Step(LadderMessage message, int from, int to, Meaning meaning, boolean again) {

    /// What a message says, in plain words.
    public enum Meaning {
        INVITE("calls"),
        REINVITE("asks to change the call"),
        ACK("confirms"),
        CANCEL("takes the call back"),
        BYE("hangs up"),
        PRACK("confirms that it rings"),
        UPDATE("asks to change the call"),
        INFO("sends something within the call"),
        REFER("asks to transfer the call"),
        TRYING("has got it"),
        RINGING("rings"),
        FORWARDED("passes it on"),
        PROGRESS("prepares the sound"),
        ANSWER("answers"),
        PASSWORD("asks for a password"),
        MOVED("says where else"),
        BUSY("is busy"),
        DECLINE("declines"),
        STOPPED("has stopped ringing"),
        REFUSE("refuses"),
        DONE("agrees");

        private final String text;

        Meaning(String text) {
            this.text = text;
        }

        /// By which pages name it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// In English, behind the name of who sends it.
        public String text() {
            return text;
        }

        static Meaning of(LadderMessage message) {
            return message.status() == 0 ? ofRequest(message) : ofResponse(message);
        }

        private static Meaning ofRequest(LadderMessage message) {
            return switch (message.method()) {
                case Request.ACK -> ACK;
                case Request.CANCEL -> CANCEL;
                case Request.BYE -> BYE;
                case Request.PRACK -> PRACK;
                case Request.UPDATE -> UPDATE;
                case Request.INFO -> INFO;
                case Request.REFER -> REFER;
                default -> message.isOutsideDialog() ? INVITE : REINVITE;
            };
        }

        private static Meaning ofResponse(LadderMessage message) {
            boolean invite = message.method().equals(Request.INVITE);
            return switch (message.status()) {
                case 100 -> TRYING;
                case 180 -> RINGING;
                case 181, 182 -> FORWARDED;
                case 401, 407 -> PASSWORD;
                case 486, 600 -> BUSY;
                case 487 -> STOPPED;
                case 603 -> DECLINE;
                default ->
                        switch (message.status() / 100) {
                            case 1 -> PROGRESS;
                            case 2 -> invite ? ANSWER : DONE;
                            case 3 -> MOVED;
                            default -> REFUSE;
                        };
            };
        }
    }
}
