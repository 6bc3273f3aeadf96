package org.earshot.softphone.cli;

import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;

/// Which call, message or file an event is about. Pure.
final class Subject {
    private Subject() {}

    static Optional<Id> of(UserAgentEvent event) {
        return switch (event) {
            case UserAgentEvent.IncomingCall e -> Optional.of(e.call());
            case UserAgentEvent.CallChanged e -> Optional.of(e.call());
            case UserAgentEvent.SecurityCode e -> Optional.of(e.call());
            case UserAgentEvent.MediaReport e -> Optional.of(e.call());
            case UserAgentEvent.DigitsSent e -> Optional.of(e.call());
            case UserAgentEvent.DigitReceived e -> Optional.of(e.call());
            case UserAgentEvent.RecordingChanged e -> Optional.of(e.call());
            case UserAgentEvent.TransferChanged e -> Optional.of(e.call());
            case UserAgentEvent.CallReferred e -> Optional.of(e.call());
            case UserAgentEvent.CallReplaced e -> Optional.of(e.call());
            case UserAgentEvent.MessageWritten e -> Optional.of(e.id());
            case UserAgentEvent.MessageStatus e -> Optional.of(e.id());
            case UserAgentEvent.FileChanged e -> Optional.of(e.id());
            case UserAgentEvent.CommandFailed e -> e.id();
            case UserAgentEvent.Registered _,
                    UserAgentEvent.Unregistered _,
                    UserAgentEvent.ConferenceChanged _,
                    UserAgentEvent.RegistrationFailed _,
                    UserAgentEvent.NoticeChanged _,
                    UserAgentEvent.DirectChanged _,
                    UserAgentEvent.NearbyPhones _,
                    UserAgentEvent.MessageReceived _,
                    UserAgentEvent.HistoryReceived _,
                    UserAgentEvent.ConversationSeen _,
                    UserAgentEvent.JournalWritten _,
                    UserAgentEvent.DoNotDisturbChanged _,
                    UserAgentEvent.RecordingAllowed _,
                    UserAgentEvent.Typing _,
                    UserAgentEvent.PresenceChanged _,
                    UserAgentEvent.ContactsChanged _,
                    UserAgentEvent.MailboxChanged _,
                    UserAgentEvent.SoundDevices _,
                    UserAgentEvent.AudioTrouble _,
                    UserAgentEvent.RulesTold _ ->
                    Optional.empty();
        };
    }
}
