package org.earshot.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.file.FileTrouble;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.QuarantineAdministration;
import org.earshot.server.files.FileFacts;
import org.earshot.server.files.Quarantine;

/// The administrator's commands about files that are held back, on the stores of this process. Thread-safe as these are.
final class StoreQuarantineAdministration implements QuarantineAdministration {
    private final Quarantine quarantine;
    private final Function<String, AddressOfRecord> addresses;

    /// @param addresses reads what an administrator wrote, or throws [AdminException]
    StoreQuarantineAdministration(
            Quarantine quarantine, Function<String, AddressOfRecord> addresses) {
        this.quarantine = quarantine;
        this.addresses = addresses;
    }

    @Override
    public List<HeldFact> list(Optional<String> owner, int most) {
        return quarantine.latest(owner.map(addresses).map(AddressOfRecord::toString), most).stream()
                .map(StoreQuarantineAdministration::fact)
                .toList();
    }

    @Override
    public HeldFact show(String id) {
        return quarantine
                .find(id)
                .map(StoreQuarantineAdministration::fact)
                .orElseThrow(() -> none(id));
    }

    @Override
    public long fetch(String id, Path target) {
        try {
            return quarantine.write(id, target).orElseThrow(() -> none(id));
        } catch (FileAlreadyExistsException e) {
            throw new AdminException(target + " is there already");
        } catch (IOException e) {
            throw new AdminException(
                    "it can't be written to " + target + ": " + FileTrouble.words(e, target));
        }
    }

    @Override
    public void release(String id) {
        try {
            if (!quarantine.release(id)) {
                throw none(id);
            }
        } catch (IllegalStateException e) {
            throw new AdminException("its key is not in the ring: nobody could read it");
        }
    }

    @Override
    public void delete(String id) {
        if (!quarantine.delete(id)) {
            throw none(id);
        }
    }

    private static AdminException none(String id) {
        return new AdminException(
                "no file " + id + " is held back: see earshot admin file quarantine list");
    }

    private static HeldFact fact(Quarantine.Held held) {
        return new HeldFact(
                held.row().id().text(),
                held.row().owner(),
                held.facts().map(FileFacts::name).orElse("(its key is not in the ring)"),
                held.facts().map(FileFacts::type).orElse(""),
                held.row().size(),
                held.reason(),
                held.row().heldAt(),
                held.row().expiresAt(),
                held.facts().flatMap(FileFacts::sha256),
                held.parties());
    }
}
