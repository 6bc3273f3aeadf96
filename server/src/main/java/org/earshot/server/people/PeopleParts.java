package org.earshot.server.people;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.CredentialStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Passwords;
import org.earshot.common.event.Changes;
import org.earshot.common.location.LocationService;
import org.earshot.proxy.archive.Archive;
import org.earshot.server.config.PeopleConfig;

/// What this package needs of the rest of the server.
///
/// @param domain of the accounts
/// @param numbers whether a name is a telephone number, which nobody may take for themselves
/// @param states an account in words for the record, without secrets
/// @param withhold keeps history and contact list of an account from phones that were not known before
public record PeopleParts(
        String domain,
        Supplier<PeopleConfig.SignUp> signUp,
        Predicate<String> numbers,
        AccountStore accounts,
        CredentialStore credentials,
        LocationService location,
        PictureTable pictures,
        LinkTable links,
        Passwords passwords,
        Archive archive,
        Changes changes,
        Function<AddressOfRecord, String> states,
        Consumer<AddressOfRecord> withhold,
        Sessions sessions,
        Notices notices,
        InstantSource clock) {}
