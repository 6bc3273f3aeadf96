package org.earshot.server.ladder;

import java.util.Locale;

/// Why a call went as it did, in plain words, and what can be done. `{status}` is the number of the final answer.
public enum CallCause {
    OPEN("Nobody has answered yet.", ""),
    ANSWERED("The call was answered.", ""),
    GOES_ON("It goes on, or its end was not seen here.", ""),
    CALLER_HUNG_UP("The caller hung up.", ""),
    CALLEE_HUNG_UP("The side that was called hung up.", ""),
    NO_ACK(
            "The answer was sent again and again, and the caller's phone never confirmed it (no ACK).",
            "The answer did not reach the caller's phone, or its ACK did not reach the server: look for a firewall or an address translator on the caller's side that changes SIP (\"SIP ALG\"), and have the phone use TCP or TLS."),
    BUSY("The phone that was called is busy.", ""),
    DECLINED("Somebody declined the call.", ""),
    CALLER_GAVE_UP("The caller hung up before anybody answered.", ""),
    GAVE_UP_BEFORE_RINGING(
            "The caller hung up before any phone rang.",
            "The phone that was called did not answer the server within that time: see whether it is still at the address in the ladder."),
    NO_ANSWER("The phone rang, and nobody answered in time.", ""),
    NOBODY_REGISTERED(
            "No phone of the person called is registered.",
            "See the page Phones, or \"bindings\": the phone is off, has no network, or has a wrong password."),
    NO_SECURE_PHONE(
            "No phone of the person called is registered, or none over TLS, which a call needs that carries its keys.",
            "See the page Phones, or \"bindings\": where a phone is there by UDP or TCP, set it to TLS, or the calling one to DTLS-SRTP."),
    PHONE_SILENT(
            "A phone is registered, but did not answer the server at all (timer B).",
            "It was switched off without a word, or an address translator or firewall between it and the server has forgotten it: set a shorter registration or keep-alives, or TCP or TLS."),
    PHONE_UNAVAILABLE(
            "The phone said that it takes no calls now.", "It may be set to do not disturb."),
    FLOW_LOST(
            "The connection to the phone was gone.",
            "It lost its network a moment before. It can be called again as soon as it has registered."),
    WRONG_PASSWORD(
            "The caller's phone was asked for its password, and what it showed was wrong.",
            "Type the password into the phone anew; user name and realm must be those of the account."),
    NO_CREDENTIALS(
            "The caller's phone was asked for its password, and showed none.",
            "No account is set up in it for this domain, or it is somebody who has none."),
    NOT_OWN_ADDRESS(
            "The caller's phone called under an address that is not its account's.",
            "Set the phone's user name, and so its From, to the account's."),
    FOREIGN_DOMAIN(
            "The call was for another domain, and this server does not pass calls on to others.",
            "Dial a name of this domain."),
    FORBIDDEN("The server's rules forbid this call.", ""),
    FORBIDDEN_THERE(
            "The phone that was called does not allow this call.",
            "See its list of blocked callers."),
    UNKNOWN_NAME("There is nobody of that name.", "See the page People: the name may be misspelt."),
    UNKNOWN_THERE("The phone that was called does not know the name that was dialled.", ""),
    GONE("Whoever was called is not there any more.", ""),
    NO_COMMON_CODEC(
            "The phone that was called has no codec, or no way to encrypt, in common with the caller's.",
            "Compare what both offer in the ladder: codecs, and RTP/AVP (no encryption) against RTP/SAVP (encryption)."),
    ENCRYPTION_DEMANDED(
            "Keys would have gone over a connection that is not encrypted, so the server did not let the call pass.",
            "Set both phones to TLS, or to DTLS-SRTP."),
    RECORD_RULES(
            "The call had something in it that would pass beside the record, such as text, and is refused by rule.",
            "See \"unrecorded\" in the configuration."),
    CONTENT_REFUSED("The body of the call's request is of a kind that was refused.", ""),
    LOOP(
            "The call came back to where it had been: a loop.",
            "Two servers or forwardings point to each other."),
    TOO_MANY_HOPS(
            "The call passed too many servers.",
            "Most often a loop between several servers or forwardings."),
    TOO_MANY_PHONES("The call would have rung at more phones than it may.", ""),
    NUMBER_INCOMPLETE("The number was not complete.", ""),
    AMBIGUOUS("The name fits several people.", ""),
    NO_SUCH_CALL(
            "One side does not know this call any more.",
            "A phone or a server has restarted in the middle of it."),
    EXTENSION_MISSING(
            "One side demands an extension of SIP that the other does not have.",
            "See Require in the phone's settings, such as 100rel or timer."),
    SESSION_INTERVAL("Both sides could not agree on a session timer.", ""),
    BAD_REQUEST(
            "The request could not be understood.",
            "The phone's program has a fault: see whether there is a newer one."),
    NOT_ALLOWED("The phone that was called does not take such requests.", ""),
    TOO_LARGE("The request was too large.", ""),
    URI_REFUSED("What was dialled is no address of SIP.", ""),
    ANONYMOUS("Calls without a name are not taken.", ""),
    IDENTITY("What the call says of who calls could not be proven.", ""),
    BOTH_AT_ONCE("Both sides asked for a change at the same time.", ""),
    SPAM("The call was refused as unwanted.", ""),
    MOVED(
            "The phone said that whoever was called is elsewhere.",
            "Its forwarding is set up in the phone; this server does not follow it."),
    OVERLOADED(
            "A server or phone had too much to do, or could not reach what it needs.",
            "See the page Live, and \"status\"."),
    STORE_AWAY("The server could not reach its database.", "See the page Live, and \"status\"."),
    SERVER_FAULT(
            "A server or phone had a fault.",
            "If it was this server, its log has a line with the Call-ID."),
    GATEWAY("A server further on did not answer, or answered nonsense.", ""),
    REFUSED("The call was refused with {status}.", ""),
    NOTHING_HEARD(
            "A phone reports that no sound arrived at it.",
            "Sound goes straight from phone to phone: a firewall or address translator between them keeps it back. See STUN and TURN servers in the guide."),
    BAD_SOUND(
            "A phone reports that the sound was bad.",
            "See loss, jitter and delay: the network between the phones is busy, or a wireless link is weak."),
    INCOMPLETE(
            "Too many messages came at once, and some were not kept: the ladder may have gaps.",
            "");

    private final String text;
    private final String advice;

    CallCause(String text, String advice) {
        this.text = text;
        this.advice = advice;
    }

    /// By which pages name it, such as `no-ack`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// In English, one sentence.
    public String text(int status) {
        return text.replace("{status}", Integer.toString(status));
    }

    /// In English; "" where there is none.
    public String advice() {
        return advice;
    }
}
