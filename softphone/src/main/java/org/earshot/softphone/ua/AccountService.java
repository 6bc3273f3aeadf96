package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The account that is logged in, and the organisation's directory, as the server keeps them: by its HTTPS API for phones. Every method may
/// be called from any thread and returns at once; stages complete on the user-agent thread, and fail with an [AccountFailure].
public interface AccountService {
    /// Most people that [#directory] gives at once.
    int MOST_PEOPLE = 200;

    /// Somebody of the organisation.
    ///
    /// @param address `sip:alice@example.org`
    /// @param displayName what people call them; "" for nothing
    /// @param picture names the picture that they have now: with another picture it is another text; empty: none
    record Person(String address, String displayName, Optional<String> picture) {}

    /// Some people of the directory, by address.
    ///
    /// @param next to ask for those behind these; empty: there are no more
    record People(List<Person> people, Optional<String> next) {
        public People {
            people = List.copyOf(people);
        }
    }

    /// A picture as the server keeps it: PNG or JPEG, 256 × 256 at most. Immutable.
    final class Picture {
        private final String type;
        private final byte[] content;

        /// @param type `image/png` or `image/jpeg`
        public Picture(String type, byte[] content) {
            this.type = type;
            this.content = content.clone();
        }

        /// `image/png` or `image/jpeg`.
        public String type() {
            return type;
        }

        /// A copy of the picture itself.
        public byte[] content() {
            return content.clone();
        }
    }

    /// A phone that is registered now.
    ///
    /// @param id for [#endDevice]
    /// @param userAgent what it calls itself; may be empty
    /// @param transport such as `TLS`
    /// @param seenAt when it registered last
    /// @param expiresAt when its registration ends, unless it is refreshed
    /// @param here whether it is this one
    record Device(
            String id,
            String userAgent,
            String transport,
            Instant seenAt,
            Instant expiresAt,
            boolean here) {}

    /// What may use the account.
    ///
    /// @param registered phones that are there now
    /// @param passwords labels of passwords that were made for single phones
    record Devices(List<Device> registered, List<String> passwords) {
        public Devices {
            registered = List.copyOf(registered);
            passwords = List.copyOf(passwords);
        }
    }

    /// How the server knows us.
    CompletionStage<Person> profile();

    /// Another name for others to see.
    ///
    /// @param displayName up to 255 characters; "" for none
    CompletionStage<Void> rename(String displayName);

    /// Sets another password, and goes on with it. Our other phones have to log in anew; the server tells them so.
    ///
    /// @param alsoForgetPhones whether passwords go too that were made for single phones
    CompletionStage<Void> changePassword(String current, String password, boolean alsoForgetPhones);

    /// Sets the picture that others see.
    ///
    /// @param image PNG or JPEG, up to 2 MB and 4096 × 4096; the server makes it smaller
    CompletionStage<Void> setPicture(Path image);

    /// The same with the bytes of an image.
    CompletionStage<Void> setPicture(byte[] image);

    /// Takes our picture out again.
    CompletionStage<Void> removePicture();

    /// How somebody is known in the directory.
    ///
    /// @param address of somebody of our organisation, `sip:bob@example.org`
    /// @return empty: there is nobody of that address, or they are of another organisation
    CompletionStage<Optional<Person>> person(String address);

    /// Somebody's picture, from the disk where it has not changed.
    ///
    /// @param address of somebody of our organisation, `sip:bob@example.org`
    /// @return empty: there is none
    CompletionStage<Optional<Picture>> picture(String address);

    /// The people of the organisation whose names or addresses have all these words, or the beginnings of words.
    ///
    /// @param words "" for everybody
    /// @param after [People#next] of what came before; empty: from the first
    /// @param most 1 to [#MOST_PEOPLE]
    CompletionStage<People> directory(String words, Optional<String> after, int most);

    /// What may use our account.
    CompletionStage<Devices> devices();

    /// Ends a phone's registration. It can come back as long as it has a password that is right.
    ///
    /// @param id of a [Device]
    CompletionStage<Void> endDevice(String id);

    /// Makes a password for one phone, such as a desk phone.
    ///
    /// @param label what the phone is called, 1 to 64 characters; a password that was made under that label goes
    /// @return the password, which the server shows this once
    CompletionStage<String> addDevice(String label);

    /// Takes a password for one phone back.
    CompletionStage<Void> removeDevice(String label);

    /// Ends the registrations of all our phones but this one, and takes back all passwords for single phones. Phones that know the
    /// account's own password can come back: change it to keep them out.
    CompletionStage<Void> signOutEverywhere();
}
