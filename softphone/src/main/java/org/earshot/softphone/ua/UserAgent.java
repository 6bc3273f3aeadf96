package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// A SIP phone without a face. Every command may come from any thread, returns at once, and is carried out
/// on the user-agent thread; what becomes of it is told by events. A command that can't be done becomes a
/// [UserAgentEvent.CommandFailed].
public interface UserAgent {

    /// Gets every event from now on, on the user-agent thread: hand over, don't wait.
    ///
    /// @return takes the subscription back
    Runnable subscribe(Consumer<UserAgentEvent> listener);

    /// Registers an account and keeps it registered; an account before it is logged out first.
    void register(Account account);

    /// Takes the registration back. Calls go on.
    void unregister();

    /// Calls somebody; calls that stand are put on hold.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain. At a phone that was started for calls without a server
    ///     `sip:name@ADDRESS` goes straight to a phone nearby (as [Direct#call]), unless that is the address of our server or domain;
    ///     without an account every call does
    /// @return the id of the call, at once
    Id call(String uri);

    /// Takes an incoming call; calls that stand are put on hold, so that nobody hears what is meant for another.
    void answer(Id call);

    /// Declines an incoming call: busy here (486).
    void reject(Id call);

    /// Ends a call in whatever state: cancel, decline or bye.
    void hangUp(Id call);

    /// Ends all calls.
    void hangUpAll();

    /// Puts the other side on hold (RFC 3264 §8.4).
    void hold(Id call);

    /// Takes a call that we hold back.
    void resume(Id call);

    /// Has the other side call somebody, and leaves when they talk (RFC 5589): a blind transfer. Until then the call is
    /// on hold.
    ///
    /// @param uri as for [#call]
    void transfer(Id call, String uri);

    /// Has the other side take our place in another call of ours, and leaves both: an attended transfer.
    ///
    /// @param with the call whose other side it is to talk with
    void transferTo(Id call, Id with);

    /// Lets the people of calls hear each other, and takes the calls back from hold; joins them to the conference that there is.
    /// Where the phones are more than two somebody has to mix: this one does.
    void conference(List<Id> calls);

    /// Records both sides of a call to a new WAV file, left ours and right the other's, until the call or this ends.
    void record(Id call, Path file);

    /// Ends a recording.
    void stopRecording(Id call);

    /// Has everybody hear us alone again.
    void endConference();

    /// Both people have read the same [UserAgentEvent.SecurityCode] to each other; remembered for later calls of the two phones.
    void compared(Id call);

    /// Sends keys as telephone-events (RFC 4733).
    ///
    /// @param digits of `0-9*#A-D`, in any case
    void sendDigits(Id call, String digits);

    /// Shuts or opens the microphone for all calls.
    void mute(boolean on);

    /// The sound devices.
    Sound sound();

    /// Calls without a server.
    Direct direct();

    /// Messages and conversations.
    Chat chat();

    /// Files.
    FileSharing files();

    /// Who can be reached.
    Presences presences();

    /// The contact list.
    Contacts contacts();

    /// What happened besides messages.
    Journal journal();

    /// What was begun to be written.
    Drafts drafts();

    /// What the phone knows of its own troubles.
    Diagnostics diagnostics();

    /// Calls that come in ring no more: they are answered with 486, and stand in the journal as missed. Others see "busy", unless the user
    /// says something else than "available" of himself. Remembered over restarts; told by [UserAgentEvent.DoNotDisturbChanged].
    void doNotDisturb(boolean on);

    /// Whether that is so now; any thread.
    boolean isDoNotDisturb();

    /// What the server does for its users.
    Service service();

    /// Our account and the organisation's directory.
    AccountService account();

    /// Groups to write to, on our server.
    GroupService groups();

    /// Ends all calls, logs out, and stops. Completes when the server has heard it, or within some seconds.
    CompletionStage<Void> quit();
}
