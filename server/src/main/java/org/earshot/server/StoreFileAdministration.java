package org.earshot.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.FileAdministration;
import org.earshot.server.files.FileFacts;
import org.earshot.server.files.FileKeeping;

/// The administrator's commands about stored files, on the stores of this process. Thread-safe as these are.
final class StoreFileAdministration implements FileAdministration {
    private final FileKeeping files;
    private final Function<String, AddressOfRecord> addresses;

    /// @param addresses reads what an administrator wrote, or throws [AdminException]
    StoreFileAdministration(FileKeeping files, Function<String, AddressOfRecord> addresses) {
        this.files = files;
        this.addresses = addresses;
    }

    @Override
    public List<FileFact> list(Optional<String> owner, int most) {
        return files.latest(owner.map(addresses).map(AddressOfRecord::toString), most).stream()
                .map(StoreFileAdministration::fact)
                .toList();
    }

    @Override
    public FileFact show(String id) {
        return files.find(id).map(StoreFileAdministration::fact).orElseThrow(() -> none(id));
    }

    @Override
    public void delete(String id) {
        if (!files.erase(id)) {
            throw none(id);
        }
    }

    private static AdminException none(String id) {
        return new AdminException("there is no file " + id + ": see earshot admin file list");
    }

    private static FileFact fact(FileKeeping.Kept kept) {
        return new FileFact(
                kept.row().id().text(),
                kept.row().owner(),
                kept.facts().map(FileFacts::name).orElse("(its key is not in the ring)"),
                kept.facts().map(FileFacts::type).orElse(""),
                kept.row().size(),
                kept.row().whole(),
                kept.row().createdAt(),
                kept.row().expiresAt(),
                kept.facts().flatMap(FileFacts::sha256),
                kept.parties());
    }
}
