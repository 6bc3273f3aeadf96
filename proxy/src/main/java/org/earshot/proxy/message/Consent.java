package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.location.Binding;
import org.earshot.common.stack.Flow;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets somebody agree, on a device that was known before a password was reset, that a new one gets history and contact
/// list (docs/decisions/0014). Thread-safe; waits for the stores.
final class Consent {
    private static final Logger log = LoggerFactory.getLogger(Consent.class);

    /// Of one account: five at once, and one a minute.
    private static final TokenBucket.Limit TRIES = new TokenBucket.Limit(1 / 60.0, 5);

    private final Withholding withholding;
    private final KnownDevices devices;
    private final MessageStore store;
    private final MessageArchive archive;
    private final Saying saying;
    private final RateLimit<AccountId> tries;

    Consent(
            Withholding withholding,
            KnownDevices devices,
            MessageStore store,
            MessageArchive archive,
            Saying saying,
            InstantSource clock) {
        this.withholding = withholding;
        this.devices = devices;
        this.store = store;
        this.archive = archive;
        this.saying = saying;
        this.tries = new RateLimit<>(TRIES, clock);
    }

    /// Tells a device from which something is withheld what its owner can do, and the owner's known devices that
    /// somebody asks; once, or again after the time that messages wait.
    ///
    /// @param waiting devices of one account, which are there now
    void ask(List<DeviceId> waiting) {
        for (DeviceId device : waiting) {
            DeviceCode code = DeviceCode.of(device);
            List<Addressee> all = devices.of(device.owner()).addressees();
            sayOnce(
                    device.owner(),
                    "wait",
                    device,
                    """
                    Your contacts and what you wrote before are kept from this device, because an administrator has \
                    set a new password. To let it have them, write to this address, on a device that you used before:
                    /allow %s
                    An administrator can do that too: earshot admin history release\
                    """
                            .formatted(code),
                    all.stream().filter(each -> each.device().equals(device)).toList());
            sayOnce(
                    device.owner(),
                    "asks",
                    device,
                    """
                    A new device with your new password asks for your contacts and for what you wrote before. If it \
                    is yours, write here: /allow and the code that it shows. If you have no new device, somebody else \
                    has your password: tell an administrator.\
                    """,
                    all.stream().filter(this::isTrusted).toList());
        }
    }

    private boolean isTrusted(Addressee addressee) {
        DeviceId device = addressee.device();
        return !device.isShared()
                && !withholding.isWithheld(device.owner(), Optional.of(device.instance()));
    }

    private void sayOnce(
            AddressOfRecord to,
            String what,
            DeviceId about,
            String text,
            List<Addressee> addressees) {
        AddressOfRecord service = Service.of(to.domain());
        String id =
                UUID.nameUUIDFromBytes(
                                String.join("\0", what, to.toString(), about.instance())
                                        .getBytes(StandardCharsets.UTF_8))
                        .toString();
        RepeatKey key = RepeatKey.ofMessageId(service.toString(), to.toString(), id);
        if (!addressees.isEmpty() && store.repeated(key).isEmpty()) {
            var _ = saying.say(service, Service.NAME, to, id, text, addressees);
        }
    }

    /// Somebody agrees.
    ///
    /// @param typed the code
    /// @return what to answer
    String allow(Origin origin, Account account, String typed) {
        AddressOfRecord owner = account.address();
        if (!withholding.isHeld(owner)) {
            return "Nothing is withheld from your devices.";
        }
        Flow flow = origin.inbound().flow();
        if (!flow.transport().isReliable()) {
            return "Write this on a phone that is connected by TLS or TCP: where a UDP packet comes from can be forged.";
        }
        List<Addressee> all = devices.of(owner).addressees();
        Optional<DeviceId> allowing =
                all.stream()
                        .filter(this::isTrusted)
                        .filter(each ->
                                each.bindings().stream().map(Binding::flow).anyMatch(flow::equals))
                        .map(Addressee::device)
                        .findFirst();
        if (allowing.isEmpty()) {
            return "This device can't allow it: write on a device that you used before the password was set anew.";
        }
        if (!tries.tryTake(account.id())) {
            return "Too many codes were tried. Wait some minutes.";
        }
        Optional<DeviceCode> code = DeviceCode.parse(typed);
        if (code.isEmpty()) {
            return "A code has eight digits, such as 1234-5678: the new device shows it.";
        }
        List<DeviceId> meant =
                all.stream()
                        .filter(each -> !each.device().isShared() && !isTrusted(each))
                        .map(Addressee::device)
                        .filter(device -> DeviceCode.of(device).equals(code.get()))
                        .toList();
        return switch (meant.size()) {
            case 0 -> "No device of yours waits with the code " + code.get() + ".";
            case 1 -> release(origin, account, allowing.get(), meant.getFirst());
            default -> "Two devices have this code, which is no accident: tell an administrator.";
        };
    }

    private String release(Origin origin, Account account, DeviceId by, DeviceId device) {
        try {
            archive.released(origin, account, by, device);
        } catch (ArchiveUnavailableException e) {
            log.warn("a release is not in the archive, and does not happen: {}", e.getMessage());
            return "That can't be done now. Try again later.";
        }
        boolean released = withholding.release(account.address(), Optional.of(device.instance()));
        log.info(
                "{} has released history and contact list to a new device: {}",
                account.address(),
                released);
        var _ =
                saying.say(
                        Service.of(account.address().domain()),
                        Service.NAME,
                        account.address(),
                        UUID.randomUUID().toString(),
                        "Another device of yours has agreed: your contacts and what you wrote before are coming.",
                        devices.of(account.address()).addressees().stream()
                                .filter(each -> each.device().equals(device))
                                .toList());
        return "The new device gets your contacts and what you wrote before.";
    }
}
