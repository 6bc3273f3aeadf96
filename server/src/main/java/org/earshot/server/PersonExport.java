package org.earshot.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.file.FileTrouble;
import org.earshot.proxy.archive.export.ExportTarget;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ArchiveExporting;
import org.earshot.server.admin.FileAdministration;
import org.earshot.server.people.Picture;

/// What the server keeps of a person, as files that they can be given. What they wrote and got is in the archive, and is exported from there,
/// with what proves it.
final class PersonExport {
    private static final int MOST_FILES = 100_000;
    private static final String ARCHIVE = "archive";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Stores stores;
    private final FileAdministration files;
    private final ArchiveExporting archive;
    private final InstantSource clock;

    PersonExport(
            Stores stores,
            FileAdministration files,
            ArchiveExporting archive,
            InstantSource clock) {
        this.stores = stores;
        this.files = files;
        this.archive = archive;
        this.clock = clock;
    }

    /// @param closedAt empty while the account is open
    /// @param target a new folder, or a new file if it ends in `.zip`
    /// @param reader who reads what they wrote and got, in words: that is written too then; empty: not
    /// @return the names of what was written
    /// @throws AdminException if it can't be written
    List<String> write(
            Account account, Optional<Instant> closedAt, Path target, Optional<String> reader) {
        List<String> written = new ArrayList<>(List.of("person.json"));
        Optional<Picture> picture = stores.pictures().find(account.id());
        try (ExportTarget to = ExportTarget.create(target)) {
            Files.write(
                    to.folder().resolve("person.json"),
                    JSON.writeValueAsBytes(facts(account, closedAt)));
            if (picture.isPresent()) {
                String name =
                        "picture." + (picture.get().type().equals("image/png") ? "png" : "jpeg");
                Files.write(to.folder().resolve(name), picture.get().bytes());
                written.add(name);
            }
            reader.ifPresent(who -> {
                archive.export(everything(account), to.folder().resolve(ARCHIVE), who);
                written.add(ARCHIVE);
            });
            to.finish();
            return written;
        } catch (FileAlreadyExistsException _) {
            throw new AdminException(target + " is there already");
        } catch (IOException e) {
            throw new AdminException("nothing was written: " + FileTrouble.words(e, target));
        }
    }

    private static ArchiveExporting.Question everything(Account account) {
        return new ArchiveExporting.Question(
                Optional.empty(),
                Optional.of(account.address().toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private Map<String, Object> facts(Account account, Optional<Instant> closedAt) {
        AddressOfRecord owner = account.address();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("exportedAt", clock.instant().toString());
        facts.put("address", owner.toString());
        facts.put("displayName", account.displayName());
        facts.put("id", account.id().toString());
        facts.put("createdAt", account.createdAt().toString());
        closedAt.ifPresent(at -> facts.put("closedAt", at.toString()));
        facts.put(
                "contacts",
                stores.presence().contacts().contactsOf(owner).stream()
                        .map(one ->
                                Map.of(
                                        "address",
                                        one.address().toString(),
                                        "displayName",
                                        one.displayName()))
                        .toList());
        Map<String, String> rules = new LinkedHashMap<>();
        stores.presence()
                .rules()
                .rulesOf(owner)
                .forEach((watcher, verdict) ->
                        rules.put(
                                watcher.toString(),
                                verdict.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        facts.put("presenceRules", rules);
        facts.put("blockedSenders", stores.messages().blocked(owner.toString()));
        Map<String, String> groups = new LinkedHashMap<>();
        stores.groups()
                .membershipsOf(owner)
                .forEach((group, since) -> groups.put(group.toString(), since.toString()));
        facts.put("groups", groups);
        facts.put(
                "devices",
                stores.messages().devices(owner).stream()
                        .map(device ->
                                Map.of(
                                        "instance",
                                        device.id().instance(),
                                        "lastSeen",
                                        device.lastSeen().toString()))
                        .toList());
        facts.put(
                "files",
                files.list(Optional.of(owner.toString()), MOST_FILES).stream()
                        .map(PersonExport::file)
                        .toList());
        return facts;
    }

    private static Map<String, Object> file(FileAdministration.FileFact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", fact.id());
        fields.put("name", fact.name());
        fields.put("type", fact.type());
        fields.put("bytes", fact.size());
        fields.put("createdAt", fact.createdAt().toString());
        fields.put("expiresAt", fact.expiresAt().toString());
        fields.put("recipients", fact.recipients());
        return fields;
    }
}
